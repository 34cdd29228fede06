import { describe, expect, it } from 'vitest';
import { add, floatsOf, matMul, mul, numberOf, tensor, tidy, type Tensor } from '@polymath/tensor';
import {
  close,
  descend,
  expectNothingLeft,
  expectSlope,
  slopeOf,
  wave,
} from '../classifier/testing.js';
import { pairwiseDistances } from './distances.js';
import { relationalAngleLoss, relationalDistanceLoss } from './losses.js';

// Golden values RK1 to RK3: made with the published code of RKD in double precision, again in tools/golden/src/distillation.py.
const student = wave([6, 3], [1.1, 0.2]);
const teacher = wave([6, 4], [0.8, 0.4], 1.5, Math.cos);
const distance = (x: Tensor) => relationalDistanceLoss(x, teacher());
const angle = (x: Tensor) => relationalAngleLoss(x, teacher());

const rotation = [
  [0.36, 0.48, -0.8],
  [-0.8, 0.6, 0],
  [0.48, 0.64, 0.6],
];

/** The same points turned, scaled by 3 and moved. */
const similar = (x: Tensor) => add(mul(matMul(x, tensor(rotation)), 3), tensor([5, -2, 1]));

describe('pairwiseDistances', () => {
  it('is worked out by hand: a triangle of sides 3, 4 and 5', () => {
    tidy(() => {
      const corners = tensor([[10, 10], [13, 10], [10, 14]]); // prettier-ignore
      const expected = [0, 3, 4, 3, 0, 5, 4, 5, 0];
      floatsOf(pairwiseDistances(corners)).forEach((d, i) => expect(d).toBeCloseTo(expected[i]!, 5)); // prettier-ignore
    });
  });

  it('keeps its digits far from the origin', () => {
    tidy(() => {
      const far = add(tensor([[0, 0], [0.03, 0.04]]), 1024); // prettier-ignore
      expect(floatsOf(pairwiseDistances(far))[1]).toBeCloseTo(0.05, 3);
    });
  });
});

describe('relationalDistanceLoss', () => {
  it('has the golden value and gradient', () => {
    tidy(() => {
      const [slope, value] = slopeOf(distance, student());
      close(value, 0.0127374241);
      [-0.0186325253, -0.0065078414, 0.0127286621].forEach((g, i) => close(slope[i]!, g));
    });
  });

  it('has the golden value over distinct pairs', () => {
    tidy(() => {
      const value = numberOf(relationalDistanceLoss(student(), teacher(), 'distinct'));
      close(value, 0.0152849089);
    });
  });
});

describe('relationalAngleLoss', () => {
  it('has the golden value and gradient', () => {
    tidy(() => {
      const [slope, value] = slopeOf(angle, student());
      close(value, 0.0028518863);
      [-0.0081822384, -0.0152081366, -0.0056144651].forEach((g, i) => close(slope[i]!, g));
    });
  });

  it('has the golden value over distinct triples', () => {
    tidy(() => {
      close(numberOf(relationalAngleLoss(student(), teacher(), 'distinct')), 0.0051333954);
    });
  });
});

describe.each([
  ['relationalDistanceLoss', distance, relationalDistanceLoss, 2, 2],
  ['relationalAngleLoss', angle, relationalAngleLoss, 3, 0.3],
] as const)('%s', (_, loss, f, least, learningRate) => {
  it('has the gradient that finite differences give', () => {
    expectSlope(loss, student);
  });

  it('does not see rotation, scale and shift of the student', () => {
    tidy(() => {
      const [plain, moved] = [student(), similar(student())].map((x) => numberOf(loss(x)));
      expect(Math.abs(plain! - moved!)).toBeLessThan(1e-6);
    });
  });

  it('is 0 for a student that is similar to its teacher', () => {
    tidy(() => {
      expect(numberOf(f(similar(student()), student()))).toBeLessThan(1e-6);
    });
  });

  it('does not see the order of the samples', () => {
    const turned = (make: () => Tensor, size: number) =>
      tensor(Array.from({ length: 6 }, (_, i) => [...floatsOf(make()).subarray(size * (5 - i), size * (6 - i))])); // prettier-ignore
    tidy(() => {
      const value = numberOf(f(turned(student, 3), turned(teacher, 4)));
      expect(Math.abs(value - numberOf(loss(student())))).toBeLessThan(1e-7);
    });
  });

  it('has a finite value and gradient where samples coincide', () => {
    tidy(() => {
      for (const equal of [2, 6]) {
        const values = floatsOf(student());
        for (let i = 1; i < equal; i++) values.copyWithin(3 * i, 0, 3);
        const [slope, value] = slopeOf(loss, tensor(values, [6, 3]));
        expect([value, ...slope].every(Number.isFinite)).toBe(true);
        expect(Math.max(...slope.map(Math.abs))).toBeLessThan(10);
      }
    });
  });

  it('is lowered by descent', () => {
    const before = tidy(() => numberOf(loss(student())));
    expect(descend(loss, student, learningRate)).toBeLessThan(0.5 * before);
  });

  it('leaves no tensor behind', () => {
    expectNothingLeft(loss, student);
  });

  it('rejects too few samples, and those of another batch', () => {
    tidy(() => {
      const few = wave([least - 1, 3], [1, 0]);
      expect(() => f(few(), few())).toThrow(
        `number of samples must be a whole number of at least ${least}, got ${least - 1}`,
      );
      expect(() => loss(wave([5, 3], [1, 0])())).toThrow(
        'teacher: expected [samples=5, teacherFeatures], got [6, 4]',
      );
    });
  });
});
