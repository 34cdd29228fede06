import {
  forward,
  noGrad,
  softmax,
  tensor,
  dataOf,
  tidy,
  type Network,
  type Tensor,
} from '@polymath/tensor';
import { evaluationBatches, type InputSource } from '../classifier/input-source.js';

/** Labels inputs by their teacher, a batch a turn: softmax of its logits in inference mode. */
export class SoftLabels {
  /** How many batches it takes. */
  readonly steps: number;
  private readonly batches: Int32Array[];
  private readonly rows: Float32Array[] = [];

  constructor(
    private readonly inputs: InputSource,
    private readonly teacher: Network,
  ) {
    this.batches = evaluationBatches(inputs.count);
    this.steps = this.batches.length;
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
    const { count } = this.inputs;
    const size = this.rows.reduce((sum, row) => sum + row.length, 0);
    const flat = new Float32Array(size);
    let offset = 0;
    for (const row of this.rows) {
      flat.set(row, offset);
      offset += row.length;
    }
    return tensor(flat, [count, size / count]);
  }
}
