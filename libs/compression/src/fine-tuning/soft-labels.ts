import { PolymathError } from '@polymath/errors';
import {
  forward,
  noGrad,
  softmax,
  tensor,
  dataOf,
  tidy,
  type Network,
  type Saveable,
  type Snapshot,
  type Tensor,
} from '@polymath/tensor';
import { evaluationBatches, type InputSource } from '../classifier/input-source.js';

/** Labels inputs by their teacher, a batch a turn: softmax of its logits in inference mode. */
export class SoftLabels implements Saveable {
  /** How many batches it takes. */
  readonly steps: number;
  private readonly batches: Int32Array[];
  private rows: Float32Array[] = [];

  constructor(
    private readonly inputs: InputSource,
    private readonly teacher: Network,
  ) {
    this.batches = evaluationBatches(inputs.count);
    this.steps = this.batches.length;
  }

  /** How many batches are labelled. */
  get done(): number {
    return this.rows.length;
  }

  /** Labels the next batch. */
  next(): void {
    const batch = this.batches[this.rows.length]!;
    const probabilities = tidy(() =>
      noGrad(() => dataOf(softmax(forward(this.teacher, this.inputs.batch(batch))))),
    );
    this.rows.push(probabilities as Float32Array);
  }

  /** All labels, [count, classes]. */
  all(): Tensor {
    const { data, shape } = this.table();
    return tensor(data, shape);
  }

  /** The labels so far: a training that goes on does not label again. */
  save(): Snapshot {
    return {
      tensors: new Map([['rows', { dtype: 'float32', ...this.table() }]]),
      state: this.done,
    };
  }

  /** @throws corrupt-data when the labels are not of so many batches of these inputs */
  load({ tensors, state }: Snapshot): void {
    const found = tensors.get('rows');
    const [count = 0, classes = 0] = found?.shape ?? [];
    const batches = this.batches.slice(0, Number(state));
    const expected = batches.reduce((sum, batch) => sum + batch.length, 0);
    if (!(found?.data instanceof Float32Array) || count !== expected) {
      const message = `snapshot: expected labels of ${expected} inputs, got ${count}`;
      throw new PolymathError('corrupt-data', message);
    }
    const { data } = found;
    let offset = 0;
    this.rows = batches.map(({ length }) => data.slice(offset, (offset += length * classes)));
  }

  /** The labels so far, [labelled, classes]. */
  private table(): { data: Float32Array; shape: readonly number[] } {
    const size = this.rows.reduce((sum, row) => sum + row.length, 0);
    const data = new Float32Array(size);
    let offset = 0;
    for (const row of this.rows) {
      data.set(row, offset);
      offset += row.length;
    }
    const labelled = this.batches.slice(0, this.done).reduce((sum, { length }) => sum + length, 0);
    return { data, shape: [labelled, size / Math.max(1, labelled)] };
  }
}
