import {
  add,
  argSort,
  dataOf,
  matMul,
  mean,
  mul,
  noGrad,
  slice,
  square,
  sub,
  sum,
  tensor,
  tidy,
  transpose,
  type Tensor,
} from '@polymath/tensor';
import { PolymathError } from '@polymath/errors';
import { checkCounts } from '../classifier/settings.js';

/** Distances that are held at once: 16 MiB. */
const cells = 2 ** 22;

/** How many queries are answered at once among so many items, at least 1. */
export const queriesAtOnce = (count: number): number => Math.max(1, Math.floor(cells / count));

/** Items of which each is a query among all others. */
export interface RetrievalSet {
  /** [items, features] */
  embeddings: Tensor;
  /** [items] */
  labels: Int32Array;
}

/**
 * For each query how many of its nearest others it takes, at most `most`, until one is of its class: its rank, from 1; 0 if none is.
 * The query itself is never found. Equal distances count in the order of the items.
 * @param start first of the queries, items start to start + count - 1
 * @param most at least 1, less than the number of items
 * @returns [count]
 */
export function ranksOf(
  { embeddings, labels }: RetrievalSet,
  { start, count, most }: { start: number; count: number; most: number },
): Int32Array {
  const nearest = tidy(() => noGrad(() => nearestOthers(embeddings, [start, count], most)));
  return Int32Array.from({ length: count }, (_, query) => {
    const row = nearest.subarray(query * most, (query + 1) * most);
    return row.findIndex((item) => labels[item] === labels[start + query]) + 1;
  });
}

/**
 * recall@k: the share of items that have one of their own class among their k nearest others, by Euclidean distance. Holds the
 * distances of as many queries at a time as fit in 16 MiB, never all.
 * @param ks each at least 1 and less than the number of items
 * @returns one a k, 0 to 1
 * @throws invalid-input when a k is out of its range, or there is not one label an item
 */
export function recallAt(set: RetrievalSet, ks: readonly number[]): number[] {
  const [items = 0] = set.embeddings.shape;
  checkRetrieval({ count: items, labels: set.labels }, ks);
  const block = queriesAtOnce(items);
  const hits = ks.map(() => 0);
  for (let start = 0; start < items; start += block) {
    const count = Math.min(block, items - start);
    const ranks = ranksOf(set, { start, count, most: Math.max(...ks) });
    countHits(ranks, ks).forEach((found, i) => (hits[i]! += found));
  }
  return hits.map((found) => found / items);
}

/** How many of the ranks lie within each k. */
export const countHits = (ranks: Int32Array, ks: readonly number[]): number[] =>
  ks.map((k) => ranks.filter((rank) => rank > 0 && rank <= k).length);

/** @throws invalid-input when a k is no whole number of at least 1 below the number of items, or there is not one label an item */
export function checkRetrieval(
  { count, labels }: { count: number; labels: Int32Array },
  ks: readonly number[],
): void {
  if (labels.length !== count) {
    throw new PolymathError('invalid-input', `expected ${count} labels, got ${labels.length}`);
  }
  checkCounts({ 'number of ks': ks.length });
  for (const k of ks) checkCounts({ k });
  checkCounts({ 'number of items': count }, Math.max(...ks) + 1);
}

/** The nearest others of some items, nearest first: [count · most]. */
function nearestOthers(
  embeddings: Tensor,
  [start, count]: readonly [number, number],
  most: number,
): Int32Array {
  const items = embeddings.shape[0]!;
  // Distances do not see the mean, and without it fewer digits are lost.
  const centred = sub(embeddings, mean(embeddings, 0, true));
  const queries = slice(centred, [start, 0], [count, -1]);
  const products = matMul(queries, centred, { transposeB: true }); // [count, items]
  const lengths = transpose(sum(square(centred), -1, true)); // [1, items]
  const nearness = sub(mul(products, 2), lengths); // of one query: a constant less the squared distance
  const self = new Float32Array(count * items);
  for (let query = 0; query < count; query++) self[query * items + start + query] = -Infinity;
  return dataOf(argSort(add(nearness, tensor(self, [count, items])), most)) as Int32Array;
}
