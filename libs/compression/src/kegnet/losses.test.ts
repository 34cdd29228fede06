import { describe, expect, it } from 'vitest';
import {
  floatsOf,
  grad,
  liveTensors,
  mul,
  numberOf,
  oneHot,
  softmaxCrossEntropy,
  tensor,
  tidy,
  type Tensor,
} from '@polymath/tensor';
import { diversityLoss } from './diversity-loss.js';
import { classLoss, decoderLoss, generatorLoss } from './losses.js';
import { close, variable, wave } from '../classifier/testing.js';

/** exp( - mean over a, b of dz·dx ) with every pair written out, in double precision, and its gradient by x. */
function pairwise(x: Float32Array, z: Float32Array, batch: number) {
  const [pixels, noise] = [x.length / batch, z.length / batch];
  const slope = new Float64Array(x.length);
  let total = 0;
  for (let a = 0; a < batch; a++) {
    for (let b = 0; b < batch; b++) {
      let dz = 0;
      for (let k = 0; k < noise; k++) dz += (z[a * noise + k]! - z[b * noise + k]!) ** 2 / noise;
      for (let p = 0; p < pixels; p++) {
        const difference = x[a * pixels + p]! - x[b * pixels + p]!;
        total += (dz * Math.abs(difference)) / (pixels * batch ** 2);
        slope[a * pixels + p]! += (2 * dz * Math.sign(difference)) / (pixels * batch ** 2);
      }
    }
  }
  const value = Math.exp(-total);
  return { value, gradient: slope.map((s) => -value * s) };
}

// Golden values CE1, DC1 and DV1: made with the published code of KegNet in double precision from the waves given here.
describe('classLoss', () => {
  const logits = wave([4, 5], [0.9, 0.3], 2);

  it('is the cross-entropy of one-hot classes, as in the published code', () => {
    tidy(() => {
      const classes = tensor(Int32Array.of(0, 1, 2, 3));
      const loss = numberOf(classLoss(logits(), oneHot(classes, 5)));
      close(loss, 3.3275501938);
      close(numberOf(softmaxCrossEntropy(logits(), classes)), loss);
    });
  });

  it('takes soft classes: the mean of two one-hot losses for the mean of two classes', () => {
    tidy(() => {
      const one = oneHot(tensor(Int32Array.of(0, 1, 2, 3)), 5);
      const other = oneHot(tensor(Int32Array.of(4, 4, 0, 1)), 5);
      const losses = [one, other].map((y) => numberOf(classLoss(logits(), y)));
      const half = tensor(
        floatsOf(one).map((v, i) => (v + floatsOf(other)[i]!) / 2),
        [4, 5],
      );
      close(numberOf(classLoss(logits(), half)), (losses[0]! + losses[1]!) / 2);
    });
  });
});

describe('decoderLoss', () => {
  it('is the mean of all squared differences, as in the published code', () => {
    tidy(() => {
      const z = wave([5, 3], [1.3, 0.1])();
      close(numberOf(decoderLoss(mul(z, 0.5), z)), 0.1202833368);
    });
  });
});

describe('diversityLoss', () => {
  const noise = wave([5, 3], [1.3, 0.1]);
  const images = wave([5, 2, 2, 2], [0.6, 0.2], 1, Math.cos);

  it('has the value of the published code', () => {
    tidy(() => {
      close(numberOf(diversityLoss(images(), noise())), 0.434438532);
    });
  });

  it('equals the mean over all pairs written out, in value and gradient', () => {
    const [batch, pixels, length] = [37, 24, 4];
    const x = Float32Array.from({ length: batch * pixels }, (_, i) => Math.sin(1.7 * i * i + i));
    const z = Float32Array.from({ length: batch * length }, (_, i) => Math.cos(2.3 * i * i));
    const expected = pairwise(x, z, batch);
    tidy(() => {
      const inputs = variable(x, [batch, 4, 6, 1]);
      const loss = diversityLoss(inputs, tensor(z, [batch, length]));
      close(numberOf(loss), expected.value);
      const gradient = floatsOf(grad(loss, [inputs])[0] as Tensor);
      const size = Math.max(...expected.gradient.map(Math.abs));
      gradient.forEach((value, i) => {
        expect(Math.abs(value - expected.gradient[i]!)).toBeLessThan(1e-5 * size);
      });
    });
  });

  it('has the gradient that finite differences give', () => {
    const values = floatsOf(images());
    const at = (moved: Float32Array) =>
      tidy(() => numberOf(diversityLoss(tensor(moved, [5, 2, 2, 2]), noise())));
    tidy(() => {
      const x = variable(values, [5, 2, 2, 2]);
      const gradient = floatsOf(grad(diversityLoss(x, noise()), [x])[0] as Tensor);
      gradient.forEach((slope, i) => {
        const h = 1e-3;
        const moved = (by: number) => at(values.with(i, values[i]! + by));
        expect(Math.abs((moved(h) - moved(-h)) / (2 * h) - slope)).toBeLessThan(2e-2 * 0.02);
      });
    });
  });

  it('is exactly 1 for equal inputs, whatever the noise', () => {
    tidy(() => {
      const one = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i) + 3);
      const same = Float32Array.from({ length: 8 * 12 }, (_, i) => one[i % 12]!);
      const z = wave([8, 3], [1.3, 0.1], 100)();
      expect(numberOf(diversityLoss(tensor(same, [8, 12]), z))).toBe(1);
    });
  });

  it('lies between 0 and 1 and falls as the inputs move apart', () => {
    tidy(() => {
      const values = [0.1, 1, 10].map((scale) =>
        numberOf(diversityLoss(mul(images(), scale), noise())),
      );
      expect(values.every((value) => value > 0 && value < 1)).toBe(true);
      expect(values).toEqual(values.toSorted((a, b) => b - a));
    });
  });

  it('rejects noise for another number of inputs', () => {
    tidy(() => {
      expect(() => diversityLoss(images(), wave([4, 3], [1, 0])())).toThrow(
        'noise: expected [batch=5, noise], got [4, 3]',
      );
    });
  });

  it('leaves no tensor behind', () => {
    const work = () => {
      tidy(() => {
        const x = variable(floatsOf(images()), [5, 8]);
        grad(diversityLoss(x, noise()), [x]);
      });
    };
    work();
    const before = liveTensors();
    work();
    expect(liveTensors()).toBe(before);
  });
});

describe('generatorLoss', () => {
  const batch = () => {
    const noise = wave([5, 3], [1.3, 0.1])();
    return {
      classes: oneHot(tensor(Int32Array.of(0, 1, 2, 3, 0)), 4),
      noise,
      inputs: wave([5, 2, 2, 2], [0.6, 0.2], 1, Math.cos)(),
      logits: wave([5, 4], [0.7, 0.1], 3)(),
      decoded: mul(noise, 0.5),
    };
  };

  it('is L_cls + alpha · L_dec + beta · L_div', () => {
    tidy(() => {
      const values = batch();
      const { total, classes } = generatorLoss(values, { alpha: 2, beta: 3 });
      close(numberOf(total), numberOf(classes) + 2 * 0.1202833368 + 3 * 0.434438532);
    });
  });

  it('leaves out what weighs nothing', () => {
    tidy(() => {
      const { total, classes, decoder, diversity } = generatorLoss(batch(), { alpha: 0, beta: 0 });
      expect([decoder, diversity]).toEqual([undefined, undefined]);
      expect(numberOf(total)).toBe(numberOf(classes));
    });
  });
});
