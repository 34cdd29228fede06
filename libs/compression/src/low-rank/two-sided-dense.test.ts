import {
  countParameters,
  createNetwork,
  disposeNetwork,
  floatsOf,
  forward,
  matrix,
  randomStream,
  svd,
  tidy,
} from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { mlp } from '../classifier/index.js';
import { decompose, type LayerDecomposition } from './decompose.js';
import { factorizeDense } from './svd-dense.js';
import { noisyWaves } from './testing.js';
import { twoSidedDense } from './two-sided-dense.js';

/** KegNet's students of a multilayer perceptron: every dimension of 100 gets a rank, every other keeps its full one. */
function published(features: number, classes: number, rank: number): LayerDecomposition[] {
  const sizes = [features, ...Array<number>(11).fill(100), classes];
  const rankOf = (size: number) => (size === 100 ? rank : size);
  return sizes.slice(1).map((out, i) => ({
    layer: `fc${i + 1}`,
    ranks: { rule: 'fixed', in: rankOf(sizes[i]!), out: rankOf(out), twoSided: true },
  }));
}

describe('twoSidedDense', () => {
  const weight = noisyWaves(7, 5, 3, 1);
  const decomposition = svd(weight);
  const product = (
    ...[a, ...rest]: readonly { rows: number; columns: number; values: Float64Array }[]
  ) =>
    rest.reduce((left, right) => {
      const values = Float64Array.from({ length: left.rows * right.columns }, (_, k) => {
        const [i, j] = [Math.floor(k / right.columns), k % right.columns];
        let sum = 0;
        for (let h = 0; h < left.columns; h++) {
          sum += left.values[i * left.columns + h]! * right.values[h * right.columns + j]!;
        }
        return sum;
      });
      return matrix(left.rows, right.columns, values);
    }, a!);

  it('multiplies to what the truncated SVD does at equal ranks', () => {
    const { reduce, core, expand, error } = twoSidedDense(decomposition, { in: 2, out: 2 });
    const one = factorizeDense(decomposition, 2);
    const [two, other] = [product(reduce, core, expand), product(one.reduce, one.expand)];
    two.values.forEach((value, i) => expect(value).toBeCloseTo(other.values[i]!, 10));
    expect(error).toBeCloseTo(one.error, 12);
  });

  it('has the error that it says, also at different ranks', () => {
    const { reduce, core, expand, error } = twoSidedDense(decomposition, { in: 5, out: 3 });
    expect([core.rows, core.columns]).toEqual([5, 3]);
    const made = product(reduce, core, expand);
    const squares = (values: Float64Array) => values.reduce((sum, v) => sum + v * v, 0);
    const difference = made.values.map((v, i) => v - Number(weight.values[i]));
    expect(Math.sqrt(squares(difference) / squares(Float64Array.from(weight.values)))).toBeCloseTo(
      error,
      8,
    );
  });

  it.each([
    [{ in: 0, out: 1 }, 'rank in must be 1 to 5, got 0'],
    [{ in: 1, out: 6 }, 'rank out must be 1 to 5, got 6'],
  ])('refuses %o', (ranks, message) => {
    expect(() => twoSidedDense(decomposition, ranks)).toThrow(message);
  });
});

describe('the published students of multilayer perceptrons', () => {
  // KegNet's table of UCI data: 8.17x, 8.07x and 4.13x. By hand for Letter: 16·16 + 16·10 + 10·100 + 100 = 1,516, ten times
  // 100·10 + 10·10 + 10·100 + 100 = 2,200, and 100·10 + 10·26 + 26·26 + 26 = 1,962: 25,478 of 105,326.
  it.each([
    ['Shuttle', 9, 7, 5, 102_707, 12_567, 8.17],
    ['PenDigits', 16, 10, 5, 103_710, 12_846, 8.07],
    ['Letter', 16, 26, 10, 105_326, 25_478, 4.13],
  ])('have the published ratio: %s', (_, features, classes, rank, before, after, ratio) => {
    const teacher = createNetwork(mlp({ features, classes }), randomStream(1, 'weights'));
    const { network: student } = decompose(teacher, published(features, classes, rank));
    expect(countParameters(teacher)).toBe(before);
    expect(countParameters(student)).toBe(after);
    expect(Number((before / after).toFixed(2))).toBe(ratio);
    [teacher, student].forEach(disposeNetwork);
  });

  it('compute what the teacher does at full ranks', () => {
    const graph = mlp({ features: 16, classes: 10 });
    const teacher = createNetwork(graph, randomStream(1, 'weights'));
    const { network: student } = decompose(teacher, [
      { layer: 'fc1', ranks: { rule: 'fixed', in: 16, out: 16, twoSided: true } },
      { layer: 'fc12', ranks: { rule: 'fixed', in: 10, out: 10, twoSided: true } },
    ]);
    tidy(() => {
      const x = randomStream(2, 'x').normal([4, 16]);
      const [a, b] = [teacher, student].map((network) => floatsOf(forward(network, x)));
      a!.forEach((value, i) => expect(b![i]).toBeCloseTo(value, 5));
    });
    [teacher, student].forEach(disposeNetwork);
  });
});
