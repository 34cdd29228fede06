import { Batches } from '@polymath/datasets';
import { gather, sizeOf, tensor, type Tensor } from '@polymath/tensor';

/** Inputs of a network that are read in batches. */
export interface InputSource {
  /** How many there are. */
  readonly count: number;
  /** Shape of one, e.g. [32, 32, 1]. */
  readonly shape: readonly number[];
  /** Those at the given places, each 0 to count - 1: [places, ...shape]. */
  batch(places: Int32Array): Tensor;
}

/** Inputs with a class each. */
export interface LabelledSource extends InputSource {
  /** [count], each 0 to classes - 1 */
  readonly labels: Int32Array;
}

/** Inputs that lie in one tensor, [count, ...shape]; whoever made the tensor frees it. */
export function tensorSource(inputs: Tensor): InputSource {
  const [count = 0, ...shape] = inputs.shape;
  return { count, shape, batch: (places) => gather(inputs, tensor(places)) };
}

/** Inputs that lie one after the other in an array outside the engine: nothing has to be freed. */
export function arraySource(values: Float32Array, shape: readonly number[]): InputSource {
  const size = sizeOf(shape);
  const batch = (places: Int32Array): Tensor => {
    const rows = new Float32Array(places.length * size);
    places.forEach((place, i) => {
      rows.set(values.subarray(place * size, (place + 1) * size), i * size);
    });
    return tensor(rows, [places.length, ...shape]);
  };
  return { count: values.length / size, shape, batch };
}

const evaluationBatch = 500;

/** The places of all inputs in their order, in batches for a pass without training. */
export function evaluationBatches(count: number): Int32Array[] {
  const batches = new Batches({ count, batchSize: evaluationBatch });
  return Array.from({ length: batches.batchesPerEpoch }, () => batches.next());
}
