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
import {
  batchesPerEpoch,
  batchPlaces,
  inOrder,
  type InputSource,
} from '../classifier/input-source.js';

const batchSize = 500;

/** Labels inputs by their teacher, a batch a turn: softmax of its logits in inference mode. */
export class SoftLabels {
  /** How many batches it takes. */
  readonly steps: number;
  private readonly places: Int32Array;
  private readonly rows: Float32Array[] = [];

  constructor(
    private readonly inputs: InputSource,
    private readonly teacher: Network,
  ) {
    this.places = inOrder(inputs.count);
    this.steps = batchesPerEpoch(inputs.count, batchSize);
  }

  /** Labels the next batch. */
  next(): void {
    const batch = batchPlaces(this.places, this.rows.length, batchSize);
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
