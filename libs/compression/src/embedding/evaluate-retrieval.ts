import { PolymathError } from '@polymath/errors';
import {
  countsIn,
  dispose,
  tensor,
  type Network,
  type Report,
  type Snapshot,
  type Tensor,
  type TensorData,
  type Training,
} from '@polymath/tensor';
import { evaluationBatches, type LabelledSource } from '../classifier/input-source.js';
import { checkRetrieval, countHits, queriesAtOnce, ranksOf } from '../metric-learning/recall.js';
import { embed, embeddingSize } from './embed.js';

/** The k of recall@k that papers print for CUB-200 and Cars 196. */
export const usualKs: readonly number[] = [1, 2, 4, 8];

/** A measurement that can be followed, stopped and continued like a training. */
export interface RetrievalEvaluation extends Training {
  /** recall@k of the queries so far, 0 to 1, by k. */
  readonly recall: ReadonlyMap<number, number>;
}

/**
 * Measures an embedding: embeds all items, then takes each as a query among all others and counts for how many one of the k nearest is
 * of their class. Block after block: neither all inputs nor all distances are held at once. The network belongs to the caller.
 * @throws invalid-input when the network gives no vectors, a k is not below the number of items, or labels do not fit
 */
export function evaluateRetrieval(
  network: Network,
  source: LabelledSource,
  ks: readonly number[] = usualKs,
): RetrievalEvaluation {
  checkRetrieval(source, ks);
  return new Retrieval(network, source, ks);
}

class Retrieval implements RetrievalEvaluation {
  /** Batches that are embedded, queries that are asked. */
  private counts = { embedded: 0, asked: 0 };
  private readonly hits: number[];
  private readonly rows: Float32Array;
  private readonly features: number;
  private embeddings: Tensor | undefined;

  constructor(
    private readonly network: Network,
    private readonly source: LabelledSource,
    private readonly ks: readonly number[],
  ) {
    this.features = embeddingSize(network.graph);
    this.rows = new Float32Array(source.count * this.features);
    this.hits = ks.map(() => 0);
  }

  get recall(): ReadonlyMap<number, number> {
    const asked = Math.max(1, this.counts.asked);
    return new Map(this.ks.map((k, i) => [k, this.hits[i]! / asked]));
  }

  async *run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    const batches = evaluationBatches(this.source.count);
    while (this.counts.embedded < batches.length) {
      signal?.throwIfAborted();
      this.embed(batches[this.counts.embedded]!);
      const step = ++this.counts.embedded;
      yield { phase: 'embed', step, steps: batches.length, metrics: {} };
    }
    const { count } = this.source;
    const block = queriesAtOnce(count);
    while (this.counts.asked < count) {
      signal?.throwIfAborted();
      this.ask(Math.min(block, count - this.counts.asked));
      const step = Math.ceil(this.counts.asked / block);
      yield { phase: 'search', step, steps: Math.ceil(count / block), metrics: this.metrics() };
    }
  }

  save(): Snapshot {
    const { source, features, rows, counts, hits } = this;
    const shape = [source.count, features];
    const embeddings: TensorData = { dtype: 'float32', shape, data: rows.slice() };
    const found = Object.fromEntries(this.ks.map((k, i) => [`hits${k}`, hits[i]!]));
    return { tensors: new Map([['embeddings', embeddings]]), state: { ...counts, ...found } };
  }

  load({ tensors, state }: Snapshot): void {
    const data = tensors.get('embeddings')?.data;
    if (!(data instanceof Float32Array) || data.length !== this.rows.length) {
      const message = `snapshot: expected ${this.rows.length} numbers of embeddings, got ${data?.length ?? 'none'}`;
      throw new PolymathError('corrupt-data', message);
    }
    this.rows.set(data);
    this.counts = countsIn(state, ['embedded', 'asked']);
    this.ks.forEach((k, i) => (this.hits[i] = countsIn(state, [`hits${k}`])[`hits${k}`]!));
  }

  dispose(): void {
    dispose(this.embeddings);
  }

  private embed(places: Int32Array): void {
    this.rows.set(embed(this.network, this.source, places), places[0]! * this.features);
  }

  private ask(count: number): void {
    const { source, features, rows, counts, ks } = this;
    this.embeddings ??= tensor(rows, [source.count, features]);
    const set = { embeddings: this.embeddings, labels: source.labels };
    const ranks = ranksOf(set, { start: counts.asked, count, most: Math.max(...ks) });
    countHits(ranks, ks).forEach((found, i) => (this.hits[i]! += found));
    counts.asked += count;
  }

  private metrics(): Record<string, number> {
    return Object.fromEntries([...this.recall].map(([k, share]) => [`recallAt${k}`, share]));
  }
}
