import { describe, expect, it } from 'vitest';
import {
  floatsOf,
  numberOf,
  softCrossEntropy,
  softmax,
  softmaxCrossEntropy,
  sub,
  tensor,
  tidy,
  type Tensor,
} from '@polymath/tensor';
import {
  close,
  descend,
  expectNothingLeft,
  expectSlope,
  slopeOf,
  wave,
} from '../classifier/testing.js';
import { klDivergence, softTargetLoss } from './losses.js';

// Golden values KD1 to KD3: from the formula in double precision (tools/golden/src/distillation.py) for the waves given here.
const student = wave([4, 5], [0.9, 0.3], 2);
const teacher = wave([4, 5], [0.7, 0.1], 3, Math.cos);

const loss = (temperature: number) => (x: Tensor) => softTargetLoss(x, teacher(), temperature);
const valueAt = (temperature: number) => tidy(() => numberOf(loss(temperature)(student())));

describe('klDivergence', () => {
  it('is what cross-entropy with soft labels is, less their entropy', () => {
    tidy(() => {
      const labels = softmax(teacher());
      const [cross, entropy] = [student(), teacher()].map((q) => softCrossEntropy(q, labels));
      close(numberOf(sub(cross!, entropy!)), numberOf(klDivergence(teacher(), student())));
    });
  });

  it('is finite, with its gradient, where one is sure of what the other rules out', () => {
    tidy(() => {
      const [sure, other] = [tensor([[500, 0, 0]]), tensor([[0, 500, 0]])];
      const [slope, value] = slopeOf((x) => klDivergence(sure, x), other);
      close(value, 500);
      expect([...slope]).toEqual([-1, 1, 0]);
    });
  });

  it('is 0 where both agree, and does not see a shift of all logits', () => {
    tidy(() => {
      expect(numberOf(klDivergence(teacher(), teacher()))).toBe(0);
      expect(Math.abs(numberOf(klDivergence(teacher(), sub(teacher(), 5))))).toBeLessThan(1e-6);
    });
  });
});

describe('softTargetLoss', () => {
  it.each([
    [1, 1.0215179781],
    [4, 1.7832946851],
    [1000, 1.910217014],
  ])('has the golden value at temperature %d', (temperature, golden) => {
    close(valueAt(temperature), golden);
  });

  it('tends to half of the mean squared difference of centred logits as the temperature grows', () => {
    const limit = 1.9103168668;
    close(valueAt(1e4), limit);
    expect(Math.abs(valueAt(1000) - limit)).toBeGreaterThan(5e-5);
  });

  it.each([1, 4, 1000])('has the gradient T·(p - q)/batch at temperature %d', (temperature) => {
    tidy(() => {
      const [slope] = slopeOf(loss(temperature), student());
      const soft = (logits: Tensor) =>
        floatsOf(
          softmax(
            tensor(
              floatsOf(logits).map((v) => v / temperature),
              [4, 5],
            ),
          ),
        );
      const [p, q] = [soft(student()), soft(teacher())];
      slope.forEach((value, i) => {
        expect(value).toBeCloseTo((temperature * (p[i]! - q[i]!)) / 4, 4);
      });
    });
  });

  it('has the gradient that finite differences give', () => {
    expectSlope(loss(4), student);
  });

  it('is 0 with the gradient 0 at identical logits', () => {
    tidy(() => {
      const [slope, value] = slopeOf(loss(4), teacher());
      expect(value).toBe(0);
      expect(Math.max(...slope.map(Math.abs))).toBeLessThan(1e-7);
    });
  });

  it('does not see the order of the samples', () => {
    tidy(() => {
      const [u, v] = [student, teacher].map((make) => Array.from({ length: 4 }, (_, i) => [...floatsOf(make()).subarray(5 * (3 - i), 5 * (4 - i))])); // prettier-ignore
      close(numberOf(softTargetLoss(tensor(u!), tensor(v!), 4)), 1.7832946851);
    });
  });

  it('is brought to 0 by descent', () => {
    expect(descend(loss(2), student, 2)).toBeLessThan(1e-3);
  });

  it('leaves no tensor behind', () => {
    expectNothingLeft(loss(4), student);
  });

  it('rejects a temperature of 0, and logits of another shape', () => {
    tidy(() => {
      expect(() => loss(0)(student())).toThrow('temperature must be above 0, got 0');
      expect(() => loss(1)(wave([4, 6], [1, 0])())).toThrow('student: expected [batch=4, classes=5], got [4, 6]'); // prettier-ignore
    });
  });
});

// Golden value CE1, made with the published code of KegNet in double precision.
describe('cross-entropy of class labels', () => {
  it('has the golden value', () => {
    tidy(() => {
      const labels = tensor(Int32Array.of(0, 1, 2, 3));
      close(numberOf(softmaxCrossEntropy(student(), labels)), 3.3275501938);
    });
  });
});
