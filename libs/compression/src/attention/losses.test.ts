import { describe, expect, it } from 'vitest';
import { floatsOf, mul, numberOf, sum, square, tensor, tidy, type Tensor } from '@polymath/tensor';
import {
  close,
  descend,
  expectNothingLeft,
  expectSlope,
  imageWave,
  slopeOf,
} from '../classifier/testing.js';
import { attentionLossMeanSquare, attentionLossNorm, attentionMap } from './losses.js';

// Golden values AT1 and AT2: from the formulas in double precision (tools/golden/src/distillation.py) for the waves given here.
const student = imageWave([2, 4, 4, 3], [0.11, 0]);
const teacher = imageWave([2, 4, 4, 5], [0.07, 0.2], 1, Math.cos);

const meanSquare = (x: Tensor) => attentionLossMeanSquare(x, teacher());
const norms = (x: Tensor) => attentionLossNorm(x, teacher());
const both = [
  ['attentionLossMeanSquare', meanSquare],
  ['attentionLossNorm', norms],
] as const;

describe('attentionMap', () => {
  it('has the length 1 for each sample, whatever the scale of the features', () => {
    tidy(() => {
      const map = attentionMap(student());
      expect(map.shape).toEqual([2, 16]);
      floatsOf(sum(square(map), -1)).forEach((length) => close(length, 1));
      const scaled = floatsOf(attentionMap(mul(student(), 7)));
      floatsOf(map).forEach((value, i) => expect(scaled[i]).toBeCloseTo(value, 6));
    });
  });

  it('is worked out by hand: two pixels of energy (9 + 16)/2 and 0', () => {
    tidy(() => {
      const features = tensor(Float32Array.of(3, 4, 0, 0), [1, 1, 2, 2]);
      expect([...floatsOf(attentionMap(features))]).toEqual([1, 0]);
    });
  });
});

describe('attentionLossMeanSquare', () => {
  it('has the golden value, and 16 times it as the sum over pixels', () => {
    const value = tidy(() => numberOf(meanSquare(student())));
    close(value, 0.00220045416);
    close(16 * value, 0.0352072665);
  });
});

describe('attentionLossNorm', () => {
  it('has the golden value', () => {
    close(
      tidy(() => numberOf(norms(student()))),
      0.1847674358,
    );
  });
});

describe.each(both)('%s', (_, loss) => {
  it('has the gradient that finite differences give', () => {
    expectSlope(loss, student);
  });

  it('is 0 with the gradient 0 where the maps agree, also where nothing is seen', () => {
    const f = loss === meanSquare ? attentionLossMeanSquare : attentionLossNorm;
    tidy(() => {
      const features = floatsOf(student()).fill(0, 48); // the second sample is dark
      const same = () => tensor(features, [2, 4, 4, 3]);
      const [slope, value] = slopeOf((x) => f(x, same()), same());
      expect(value).toBeLessThan(1e-6);
      expect(slope.every((v) => Math.abs(v) < 1e-6)).toBe(true);
    });
  });

  it('compares at the smaller size', () => {
    const f = loss === meanSquare ? attentionLossMeanSquare : attentionLossNorm;
    tidy(() => {
      const values = floatsOf(teacher());
      const doubled = new Float32Array(2 * 8 * 8 * 5);
      doubled.forEach((_, i) => {
        const [c, x, y, b] = [i % 5, Math.floor(i / 5) % 8, Math.floor(i / 40) % 8, Math.floor(i / 320)]; // prettier-ignore
        doubled[i] = values[((b * 4 + (y >> 1)) * 4 + (x >> 1)) * 5 + c]!;
      });
      const large = tensor(doubled, [2, 8, 8, 5]);
      close(numberOf(f(student(), large)), numberOf(f(student(), teacher())));
      close(numberOf(f(large, student())), numberOf(f(teacher(), student())));
      expect(numberOf(f(student(), imageWave([2, 6, 6, 2], [0.3, 0])()))).toBeGreaterThan(0);
    });
  });

  it('is lowered by descent', () => {
    const before = tidy(() => numberOf(loss(student())));
    const after = descend(loss, student, loss === meanSquare ? 40 : 0.02);
    expect(after).toBeLessThan(0.2 * before);
  });

  it('leaves no tensor behind', () => {
    expectNothingLeft(loss, student);
  });

  it('rejects what are no images of the same samples', () => {
    tidy(() => {
      expect(() => loss(imageWave([3, 4, 4, 3], [1, 0])())).toThrow(
        'teacher: expected [batch=3, teacherHeight, teacherWidth, teacherChannels], got [2, 4, 4, 5]',
      );
      expect(() => loss(tensor([[1, 2]]))).toThrow(
        'student: expected [batch, height, width, channels], got [1, 2]',
      );
    });
  });
});
