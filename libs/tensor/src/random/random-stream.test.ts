import { describe, expect, it } from 'vitest';
import { dispose, liveTensors, tidy } from '../scope.js';
import { floatsOf, type Tensor } from '../tensor.js';
import { randomStream } from './random-stream.js';

/** Mean and standard deviation of a tensor that is freed. */
function moments(t: Tensor): { mean: number; sd: number } {
  const values = floatsOf(t);
  dispose(t);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, sd: Math.sqrt(variance) };
}

const words = (stream: { uint32(): number }, n: number) =>
  Array.from({ length: n }, () => stream.uint32());

describe('randomStream', () => {
  it('gives the same words for the same seed and name', () => {
    expect(words(randomStream(7, 'a'), 9)).toEqual(words(randomStream(7n, 'a'), 9));
  });

  it('gives these words on every machine', () => {
    expect(words(randomStream(2019, 'split'), 5)).toMatchInlineSnapshot(`
      [
        1714533515,
        322683111,
        3481850917,
        1931437689,
        387974221,
      ]
    `);
  });

  it('gives other words for another seed, another name and a child', () => {
    const parent = randomStream(7, 'a');
    const streams = [parent, parent.child('b'), randomStream(7, 'b'), randomStream(8, 'a')];
    expect(new Set(streams.flatMap((stream) => words(stream, 4))).size).toBe(16);
  });

  it('gives a child that does not depend on what its parent drew', () => {
    const parent = randomStream(7, 'a');
    const before = words(parent.child('b'), 3);
    words(parent, 5);
    expect(words(parent.child('b'), 3)).toEqual(before);
  });

  it('tells seeds apart that differ only above 2^53', () => {
    const [a, b] = [2n ** 60n, 2n ** 60n + 1n].map((seed) => randomStream(seed, 'a').uint32());
    expect(a).not.toBe(b);
  });

  it.each([-1, 0.5, 2 ** 53, NaN, 2n ** 64n])('rejects the seed %s', (seed) => {
    expect(() => randomStream(seed, 'a')).toThrow(
      `seed must be a whole number from 0 to 2^64 - 1, got ${String(seed)}`,
    );
  });
});

describe('integer', () => {
  it('gives every value below the bound equally often', () => {
    const stream = randomStream(1, 'dice');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) counts[stream.integer(6)]!++;
    // Chi-square of 5 degrees of freedom: above 20.5 once in a thousand seeds.
    const chiSquare = counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(20.5);
  });

  it('does not favour small values where the bound does not divide 2^32', () => {
    const stream = randomStream(1, 'wide');
    const below = 3 * 2 ** 30;
    let small = 0;
    // Taking words modulo the bound would give the lowest third half of the time.
    for (let i = 0; i < 10_000; i++) if (stream.integer(below) < 2 ** 30) small++;
    expect(small / 10_000).toBeCloseTo(1 / 3, 1);
  });

  it.each([0, 1.5, 2 ** 32 + 1])('rejects the bound %s', (below) => {
    expect(() => randomStream(1, 'a').integer(below)).toThrow(
      `below must be a whole number from 1 to 2^32, got ${below}`,
    );
  });
});

describe('permutation', () => {
  it('holds every number once', () => {
    const order = randomStream(1, 'a').permutation(1000);
    expect([...order].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
  });

  it('gives each of the 24 orders of four equally often', () => {
    const stream = randomStream(3, 'orders');
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = stream.permutation(4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // Chi-square of 23 degrees of freedom: above 49.7 once in a thousand seeds.
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(49.7);
  });
});

describe('normal and uniform', () => {
  it('have the moments that were asked for', () => {
    const stream = randomStream(5, 'tensors');
    const normal = moments(stream.normal([500, 200], 3, 2));
    expect(normal.mean).toBeCloseTo(3, 1);
    expect(normal.sd).toBeCloseTo(2, 1);
    const uniform = moments(stream.uniform([100_000], -1, 3));
    expect(uniform.mean).toBeCloseTo(1, 1);
    // The standard deviation of a uniform number is its range over the root of 12.
    expect(uniform.sd).toBeCloseTo(4 / Math.sqrt(12), 1);
  });

  it('stay within the range of a uniform number', () => {
    tidy(() => {
      const values = floatsOf(randomStream(5, 'range').uniform([100_000], -0.1, 0.1));
      expect(Math.min(...values.subarray(0, 50_000))).toBeGreaterThanOrEqual(Math.fround(-0.1));
      expect(Math.max(...values.subarray(0, 50_000))).toBeLessThanOrEqual(Math.fround(0.1));
    });
  });

  it('are uncorrelated between names and between draws', () => {
    tidy(() => {
      const [a, b] = [randomStream(5, 'a'), randomStream(5, 'b')];
      const draws = [a.normal([20_000]), a.normal([20_000]), b.normal([20_000])].map(floatsOf);
      const correlation = (i: number, j: number) =>
        draws[i]!.reduce((sum, x, k) => sum + x * draws[j]![k]!, 0) / 20_000;
      // Five standard errors of a correlation of 20,000 pairs.
      const bound = 5 / Math.sqrt(20_000);
      for (const [i, j] of [
        [0, 1],
        [0, 2],
        [1, 2],
      ] as const) {
        expect(Math.abs(correlation(i, j))).toBeLessThan(bound);
      }
    });
  });

  it('leave nothing but their result', () => {
    const stream = randomStream(5, 'leaks');
    dispose(stream.normal([3, 5], 1, 2));
    const before = liveTensors();
    const made = [stream.normal([3, 5], 1, 3), stream.uniform([3, 5], 0, 4)];
    expect(liveTensors()).toBe(before + 2);
    dispose(made);
  });
});

describe('state and restore', () => {
  it('continue with the same bits, in the middle of a block too', () => {
    const stream = randomStream(11, 'resume');
    words(stream, 6);
    const saved: unknown = JSON.parse(JSON.stringify(stream.state()));
    const draw = (from: typeof stream) =>
      tidy(() => [
        from.uint32(),
        ...from.permutation(10),
        ...floatsOf(from.normal([7])),
        ...floatsOf(from.uniform([7], -2, 1)),
        from.integer(1000),
      ]);
    const expected = draw(stream);
    const fresh = randomStream(11, 'resume');
    fresh.restore(saved as number);
    expect(draw(fresh)).toEqual(expected);
  });

  it('rejects a state that is no position', () => {
    expect(() => randomStream(1, 'a').restore(-1)).toThrow(
      'must be a whole number of words, got -1',
    );
  });
});
