import type { TableColumns } from '@polymath/tensor';
import type { ModelWriter } from './model-writer.js';

/** Far below any variance: what TensorFlow.js adds to it. */
const epsilon = 1e-30;

/**
 * Writes what standardises the columns of a table, (value - mean) / deviation, as a batch norm of fixed statistics: TensorFlow.js has
 * no other layer for it.
 * @returns the name of the layer
 */
export function writeStandardization(
  writer: ModelWriter,
  { mean, standardDeviation }: TableColumns,
  input: string,
): string {
  const weight = (name: string, values: readonly number[]) => ({
    ...{ name, shape: [values.length], values: Float32Array.from(values) },
  });
  return writer.add({
    name: 'standardization',
    className: 'BatchNormalization',
    config: { axis: -1, momentum: 0.99, epsilon, center: false, scale: false, trainable: false },
    inputs: [input],
    weights: [
      weight('moving_mean', mean),
      weight(
        'moving_variance',
        standardDeviation.map((deviation) => deviation ** 2),
      ),
    ],
  });
}
