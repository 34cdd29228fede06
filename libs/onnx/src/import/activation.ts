import type { Shape } from '@polymath/tensor';

/** A value of the file that depends on the input, and the layer that holds it. */
export interface Activation {
  readonly kind: 'activation';
  /** The layer, or the network's input. */
  readonly layer: string;
  /**
   * As the file has it, without the batch: [channels, height, width] or [features]. A layer that holds [features] may stand
   * for any shape of as many elements: its order is the file's.
   */
  readonly shape: Shape;
}

/** The order in which the file has a layer's sizes, from the layer's: channels first. */
export function toFileOrder(shape: Shape): Shape {
  return shape.length === 3 ? [shape[2] ?? 1, shape[0] ?? 1, shape[1] ?? 1] : shape;
}

/** The layer's order of per-axis values, from the file's: channels last. */
export function toLayerOrder<T>(values: readonly T[]): readonly T[] {
  return values.length === 3 ? [...values.slice(1), ...values.slice(0, 1)] : values;
}
