import { dataOf, floatsOf, liveTensors, tidy } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { imageTensor, labelTensor } from './image-tensors.js';

/** Two images of 1 by 2 pixels with two channels. */
const data = {
  images: Uint8Array.of(0, 255, 51, 102, 153, 204, 255, 0),
  labels: Int32Array.of(3, 1),
  count: 2,
  height: 1,
  width: 2,
  channels: 2,
};
const normalization = { mean: [0, 0.5], standardDeviation: [1, 0.25] };

describe('imageTensor', () => {
  it('normalises each channel by its own mean and deviation', () => {
    tidy(() => {
      const images = imageTensor(data, normalization);
      expect(images.shape).toEqual([2, 1, 2, 2]);
      // 255 of the second channel: (1 - 0.5) / 0.25 = 2; 102: (0.4 - 0.5) / 0.25 = -0.4.
      const expected = [0, 2, 0.2, -0.4, 0.6, 1.2, 1, -2];
      floatsOf(images).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
    });
  });

  it("gives torchvision's single-precision values of MNIST's extremes", () => {
    // (torch.tensor([0, 255]).div(255) - 0.1307) / 0.3081 prints -0.4242129623889923, 2.821486711502075.
    const grey = { ...data, images: Uint8Array.of(0, 255), width: 1, channels: 1 };
    const mnist = { mean: [0.1307], standardDeviation: [0.3081] };
    const values = tidy(() => floatsOf(imageTensor(grey, mnist)));
    expect([...values]).toEqual([-0.4242129623889923, 2.821486711502075]);
  });

  it('gives the images at the given places', () => {
    tidy(() => {
      const images = imageTensor(data, { mean: [0, 0], standardDeviation: [1, 1] }, [1, 1, 0]);
      expect(images.shape).toEqual([3, 1, 2, 2]);
      expect([...floatsOf(images)].map((value) => Math.round(value * 255))).toEqual([
        153, 204, 255, 0, 153, 204, 255, 0, 0, 255, 51, 102,
      ]);
    });
  });

  it('leaves nothing but its result', () => {
    const before = liveTensors();
    tidy(() => {
      imageTensor(data, normalization);
      expect(liveTensors()).toBe(before + 1);
    });
  });

  it('rejects a place beyond the end and a missing channel', () => {
    expect(() => imageTensor(data, normalization, [2])).toThrow('from 0 to 1, got 2');
    expect(() => imageTensor(data, { mean: [0], standardDeviation: [1] })).toThrow(
      'expected mean and standard deviation of 2 channels, got 1 and 1',
    );
  });
});

describe('labelTensor', () => {
  it('gives the classes at the given places as whole numbers', () => {
    const labels = tidy(() => [labelTensor(data), labelTensor(data, [1, 0, 1])].map(dataOf));
    expect(labels).toEqual([Int32Array.of(3, 1), Int32Array.of(1, 3, 1)]);
  });

  it('rejects a place beyond the end', () => {
    expect(() => labelTensor(data, [-1])).toThrow('from 0 to 1, got -1');
  });
});
