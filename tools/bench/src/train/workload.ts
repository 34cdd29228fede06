import type { TensorData } from '@polymath/tensor';

/** One training step that is timed against PyTorch. */
export interface Workload {
  /** Everything that the peer needs to do the same: first weights and the batches, by name. */
  readonly inputs: ReadonlyMap<string, TensorData>;
  /** Does step i, from 0, and gives its loss. */
  step(i: number): number;
}

/** How many different batches a workload goes through, again and again. */
export const batches = 8;
