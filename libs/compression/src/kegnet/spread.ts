import { floatsOf, randomStream, tidy, type Network } from '@polymath/tensor';
import { oneHotRows, sampleGenerator } from './sample.js';

/** How a spread is measured. */
export interface SpreadOptions {
  classes: number;
  /** >= 2 */
  samplesPerClass: number;
  seed: number;
}

/**
 * How different the inputs are that a generator makes of one class: the mean over classes, pairs of different samples and
 * pixels of |x_a - x_b|, in inference mode. Without the decoder's loss it falls, with the diversity loss it rises.
 */
export function spreadWithinClasses(generator: Network, options: SpreadOptions): number {
  const { classes, samplesPerClass, seed } = options;
  const length = (generator.graph.input.shape[0] ?? 0) - classes;
  let total = 0;
  for (let label = 0; label < classes; label++) {
    const values = tidy(() => {
      const noise = randomStream(seed, `spread/${label}`).normal([samplesPerClass, length]);
      const labels = new Int32Array(samplesPerClass).fill(label);
      return floatsOf(sampleGenerator(generator, noise, oneHotRows(labels, classes)));
    });
    total += meanPairDistance(values, samplesPerClass);
  }
  return total / classes;
}

/**
 * The mean over pairs of different rows and over columns of |x_a - x_b|. In a column sorted from the smallest,
 * Σ over pairs = Σ_i (2·i - rows + 1)·x_i.
 * @param values [rows, columns]
 */
export function meanPairDistance(values: Float32Array, rows: number): number {
  const columns = values.length / rows;
  const column = new Float32Array(rows);
  let total = 0;
  for (let c = 0; c < columns; c++) {
    for (let row = 0; row < rows; row++) column[row] = values[row * columns + c]!;
    column.sort().forEach((value, i) => {
      total += (2 * i - rows + 1) * value;
    });
  }
  return total / (columns * ((rows * (rows - 1)) / 2));
}
