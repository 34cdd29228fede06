import type { Tensor } from '../tensor.js';
import type { Snapshot } from '../training.js';

/** Changes parameters along their gradients. Keeps its own state for each trainable parameter it was made with. */
export interface Optimizer {
  /** Size of a step; > 0. May be set between steps. */
  learningRate: number;
  /**
   * One step. A parameter without a gradient stays as it is, and so does its state.
   * @param gradients by the parameter's name, of its shape
   * @throws invalid-input when a name is unknown or not trainable, or a shape differs; nothing has changed then
   */
  apply(gradients: ReadonlyMap<string, Tensor>): void;
  /**
   * All that it takes to continue with the same bits, but the parameters themselves: a tensor of the parameter's shape for
   * each thing remembered, e.g. `conv1.weight.velocity`.
   */
  save(): Snapshot;
  /**
   * Takes over what {@link save} gave for parameters of the same names and shapes.
   * @throws corrupt-data when something is missing or of another shape
   */
  load(saved: Snapshot): void;
  /** Frees the state; the parameters stay. */
  dispose(): void;
}
