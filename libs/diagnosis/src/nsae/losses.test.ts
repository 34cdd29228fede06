import { describe, expect, it } from 'vitest';
import { numberOf, tensor, tidy } from '@polymath/tensor';
import { learnProjection, project } from '../preprocessing/index.js';
import { expectNear, noise, ringing } from '../testing.js';
import { golden, valueAndSlope } from './golden.fixture.js';
import { linearObjective, orthonormalityPenalty, rectifiedObjective } from './losses.js';

const inputs = 6;
const segments = () => tensor(Float32Array.from(golden.segments), [30, inputs]);
const weights = { sparsity: 0.25, orthonormality: 0.7 };

describe.each([
  ['A', linearObjective],
  ['A, overcomplete', linearObjective],
  ['B', rectifiedObjective],
  ['B, overcomplete', rectifiedObjective],
  ['B, few', rectifiedObjective],
] as const)('objective %s', (name, objective) => {
  it('has the value and the gradient that NumPy has in double precision', () => {
    const { point, value, gradient } = golden.cases[name]!;
    const found = valueAndSlope(point, [point.length / inputs, inputs], (filters) =>
      objective(filters, segments(), weights),
    );
    expectNear([found.value], [value], 1e-5);
    expectNear(found.gradient, gradient, 1e-5);
  });
});

describe('linearObjective', () => {
  const { values, count, length } = { values: noise(40 * 5, 3), count: 40, length: 5 };
  const at = (filters: readonly number[][]) =>
    tidy(() =>
      numberOf(linearObjective(tensor(filters), tensor(values, [count, length]), weights)),
    );
  const unit = (size: number) =>
    Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (__, j) => Number(i === j)),
    );

  it('is half the mean squared length without filters: 1/(2M) · Σ‖s‖²', () => {
    const squares = values.reduce((sum, value) => sum + value ** 2, 0);
    expectNear([at(unit(5).map((row) => row.map(() => 0)))], [squares / 2 / count], 1e-6);
  });

  it('is the L1 term alone where the filters are the identity: λ/M · Σ max(0, s)', () => {
    const positive = values.reduce((sum, value) => sum + Math.max(0, value), 0);
    expectNear([at(unit(5))], [(0.25 * positive) / count], 1e-6);
  });

  it('is the distance from orthonormality on whitened segments, whatever the filters', () => {
    const [M, n, outputs] = [4000, 20, 26];
    const raw = { count: M, length: n, values: ringing(M, n, 5).values };
    const white = project(raw, learnProjection(raw, { kind: 'whiten', epsilon: 0 }));
    tidy(() => {
      const filters = tensor(noise(outputs * n, 4), [outputs, n]);
      const none = { sparsity: 0, orthonormality: 0 };
      const loss = numberOf(linearObjective(filters, tensor(white.values, [M, n]), none));
      expectNear([2 * loss], [numberOf(orthonormalityPenalty(filters))], 2e-6);
    });
  });

  it('names the shapes that do not fit', () => {
    tidy(() => {
      expect(() => linearObjective(tensor([[1, 2]]), tensor([[1]]), weights)).toThrow(
        'segments: expected [m=1, inputs=2], got [1, 1]',
      );
    });
  });
});
