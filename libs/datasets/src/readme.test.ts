import { floatsOf, randomStream, tidy } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import {
  Batches,
  imageTensor,
  labelTensor,
  readLabelledImages,
  resize,
  selectImages,
  splitImages,
} from './index.js';

// 60 images of 28 by 28, each of one grey level that is also its label.
const pixels = Array.from({ length: 60 }, (_, i) => Array<number>(784).fill(i)).flat();
const imageFile = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 28, 0, 0, 0, 28, ...pixels);
const labelFile = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 60, ...Array(60).keys());

describe("the README's example", () => {
  it('makes batches whose labels still belong to their images', () => {
    const all = resize(readLabelledImages(imageFile, labelFile), 32, 32);
    const order = randomStream(1, 'split').permutation(all.count);
    const [training, validation] = splitImages(selectImages(all, order), [55, 5]);
    expect(validation?.count).toBe(5);
    const batches = new Batches({ count: 55, batchSize: 8, random: randomStream(1, 'order') });
    tidy(() => {
      const places = batches.next();
      const images = imageTensor(
        training!,
        { mean: [0.1307], standardDeviation: [0.3081] },
        places,
      );
      const labels = labelTensor(training!, places);
      expect(images.shape).toEqual([8, 32, 32, 1]);
      const firstPixels = floatsOf(images).filter((_, i) => i % 1024 === 0);
      const levels = [...firstPixels].map((x) => Math.round((x * 0.3081 + 0.1307) * 255));
      expect(labels.shape).toEqual([8]);
      expect(levels).toEqual([...places].map((place) => training!.labels[place]));
    });
  });
});
