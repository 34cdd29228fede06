import { describe, expect, it } from 'vitest';
import { floatsOf, liveTensors, randomStream, tensor, tidy } from '@polymath/tensor';
import { queriesAtOnce, recallAt } from './recall.js';

const recall = (values: number[][], labels: number[], ks: number[]) =>
  tidy(() => recallAt({ embeddings: tensor(values), labels: Int32Array.from(labels) }, ks));

/** recall@k with all distances sorted. */
function slowRecall(values: Float32Array, size: number, labels: Int32Array, k: number): number {
  const items = [...labels.keys()];
  const distance = (a: number, b: number) => {
    let total = 0;
    for (let i = 0; i < size; i++) total += (values[a * size + i]! - values[b * size + i]!) ** 2;
    return total;
  };
  const hits = items.filter((query) =>
    items
      .filter((item) => item !== query)
      .toSorted((a, b) => distance(query, a) - distance(query, b))
      .slice(0, k)
      .some((item) => labels[item] === labels[query]),
  );
  return hits.length / items.length;
}

describe('recallAt', () => {
  it('is worked out by hand', () => {
    // Nearest others: of 0: 1, 3; of 1: 0, 3; of 3: 1, 0; of 9: 3, 1.
    expect(recall([[0], [1], [3], [9]], [0, 1, 0, 1], [1, 2, 3])).toEqual([0, 0.75, 1]);
  });

  it('never finds the query itself, not even among duplicates', () => {
    expect(recall([[1], [1], [5], [5]], [0, 1, 0, 1], [1])).toEqual([0]);
    expect(recall([[1], [1], [5], [5]], [0, 0, 1, 1], [1])).toEqual([1]);
  });

  it('equals what sorting all distances gives', () => {
    const [items, size] = [300, 6];
    const labels = Int32Array.from({ length: items }, (_, i) => i % 40);
    tidy(() => {
      const embeddings = randomStream(1, 'points').normal([items, size]);
      const values = floatsOf(embeddings);
      const ks = [1, 2, 4, 8];
      const expected = ks.map((k) => slowRecall(values, size, labels, k));
      expect(recallAt({ embeddings, labels }, ks)).toEqual(expected);
    });
  });

  it('goes through the queries block by block without holding all distances', () => {
    const items = 5000;
    expect(queriesAtOnce(items)).toBeLessThan(1000);
    const labels = Int32Array.from({ length: items }, (_, i) => i >> 1);
    const pairs = Float32Array.from({ length: items }, (_, i) => (i >> 1) + 0.1 * (i % 2));
    expect(tidy(() => recallAt({ embeddings: tensor(pairs, [items, 1]), labels }, [1]))).toEqual([1]); // prettier-ignore
    expect(queriesAtOnce(10_000_000)).toBe(1);
  });

  it('does not see a shift of all embeddings', () => {
    const shifted = [0, 0.1, 0.3, 0.9].map((x) => [x + 512]);
    expect(recall(shifted, [0, 1, 0, 1], [1, 2, 3])).toEqual([0, 0.75, 1]);
  });

  it('leaves no tensor behind', () => {
    recall([[0], [1], [2]], [0, 0, 1], [1]);
    const before = liveTensors();
    recall([[0], [1], [2]], [0, 0, 1], [1]);
    expect(liveTensors()).toBe(before);
  });

  it.each([
    [[0, 1], [1], 'expected 3 labels, got 2'],
    [[0, 1, 1], [0], 'k must be a whole number of at least 1, got 0'],
    [[0, 1, 1], [3], 'number of items must be a whole number of at least 4, got 3'],
    [[0, 1, 1], [], 'number of ks must be a whole number of at least 1, got 0'],
  ])('rejects labels %j with ks %j', (labels, ks, message) => {
    expect(() => recall([[0], [1], [2]], labels, ks)).toThrow(message);
  });
});
