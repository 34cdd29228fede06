import { PolymathError } from '@polymath/errors';
import {
  add,
  concat,
  conv2d,
  div,
  floatsOf,
  matMul,
  max,
  maximum,
  mean,
  relu,
  reshape,
  sigmoid,
  sqrt,
  square,
  sub,
  tensor,
  tidy,
  transpose,
  type Tensor,
} from '@polymath/tensor';
import type { Windows } from '../preprocessing/index.js';
import type { Activation } from '../nsae/index.js';
import type { FilterBank } from './filter-bank.js';

/**
 * How local features become one number a filter. `mean`, the method's: the mean of relu(z) over segments. `max`: the largest
 * relu(z). For filters of the traditional autoencoder sigmoid(z) in its place.
 * `rms`: √(mean z²). `kurtosis`: mean (z - z̄)⁴ / (mean (z - z̄)²)², 3 for Gaussian z; it sees impacts, which a mean hides.
 */
export type Pooling = 'mean' | 'max' | 'rms' | 'kurtosis';

/** Settings of the local connection network. */
export interface LcnSettings {
  /** Samples from one segment to the next, d >= 1. */
  stride: number;
  /** At least one; features of each follow each other. */
  poolings: readonly Pooling[];
}

/** Segments a window, K = ⌊(N - N_in) / d⌋ + 1. */
export const segmentsPerWindow = (windowLength: number, inputs: number, stride: number): number =>
  Math.floor((windowLength - inputs) / stride) + 1;

/**
 * Features that do not depend on where in a window something happens:
 *     f = 1/K · Σ_k relu(W·V·(seg_k - μ)), seg_k = x[k·d, k·d + N_in)
 * which is a convolution of stride d with one kernel a filter, rectified and averaged.
 * @param windows x, [windows, samples]
 * @returns [windows, filters · poolings]
 * @throws invalid-input when a window is shorter than a filter
 */
export function lcnFeatures(bank: FilterBank, windows: Tensor, settings: LcnSettings): Tensor {
  return pooled(bank, localFeatures(bank, windows, settings.stride), settings);
}

function pooled({ activation }: FilterBank, local: Tensor, { poolings }: LcnSettings): Tensor {
  const all = poolings.map((pooling) => pool(local, pooling, activation));
  return all.length === 1 ? all[0]! : concat(all, -1);
}

/**
 * z = F·seg_k + b for each segment.
 * @param windows [windows, samples]
 * @returns [windows, segments, filters]
 */
export function localFeatures(bank: FilterBank, windows: Tensor, stride: number): Tensor {
  const { outputs, inputs, values, biases } = bank;
  const [count = 0, samples = 0] = windows.shape;
  if (windows.shape.length !== 2 || samples < inputs) {
    const got = `[${windows.shape.join(', ')}]`;
    throw new PolymathError(
      'invalid-input',
      `expected windows [count, at least ${inputs}], got ${got}`,
    );
  }
  const kernels = reshape(transpose(tensor(values, [outputs, inputs])), [inputs, 1, 1, outputs]);
  const images = reshape(windows, [count, samples, 1, 1]);
  const raw = conv2d(images, kernels, { strides: [stride, stride] });
  const shape = [count, segmentsPerWindow(samples, inputs, stride), outputs];
  return add(reshape(raw, shape), tensor(biases));
}

function pool(local: Tensor, pooling: Pooling, activation: Activation): Tensor {
  const active = () => (activation === 'relu' ? relu(local) : sigmoid(local));
  if (pooling === 'mean') return mean(active(), 1);
  if (pooling === 'max') return max(active(), 1);
  if (pooling === 'rms') return sqrt(mean(square(local), 1));
  const squares = square(sub(local, mean(local, 1, true)));
  return div(mean(square(squares), 1), maximum(square(mean(squares, 1)), 1e-30));
}

/** Windows of one go: bounds what lies in memory at once. */
const batch = 64;

/** Where each batch of windows begins and how many there are. */
export const batchesOf = (count: number): { start: number; size: number }[] =>
  Array.from({ length: Math.ceil(count / batch) }, (_, i) => ({
    start: i * batch,
    size: Math.min(batch, count - i * batch),
  }));

/** Numbers that segments may take as rows, 64 MiB: where windows have more, the convolution does not lay them out. */
const mostNumbers = 16 * 1024 * 1024;

/** Features of some windows, row after row: those of {@link lcnFeatures}, where it can be by one product, in a third of a convolution's time. */
export function featuresOf(
  bank: FilterBank,
  windows: Windows,
  settings: LcnSettings,
  part: { start: number; size: number },
): Float32Array {
  const { length, values } = windows;
  const { start, size } = part;
  const segments = segmentsPerWindow(length, bank.inputs, settings.stride);
  return tidy(() => {
    if (segments >= 1 && size * segments * bank.inputs <= mostNumbers) {
      const rows = segmentRows(windows, part, { segments, length: bank.inputs, stride: settings.stride }); // prettier-ignore
      return floatsOf(pooled(bank, productFeatures(bank, rows, [size, segments]), settings));
    }
    const x = tensor(values.subarray(start * length, (start + size) * length), [size, length]);
    return floatsOf(lcnFeatures(bank, x, settings));
  });
}

/** z = F·seg_k + b of segments as rows: [windows, segments, filters]. */
function productFeatures(
  { inputs, outputs, values, biases }: FilterBank,
  rows: Float32Array,
  [size, segments]: readonly [number, number],
): Tensor {
  const filters = transpose(tensor(values, [outputs, inputs]));
  const product = matMul(tensor(rows, [size * segments, inputs]), filters);
  return add(reshape(product, [size, segments, outputs]), tensor(biases));
}

/** The segments of some windows: [windows · segments · length]. */
function segmentRows(
  windows: Windows,
  { start, size }: { start: number; size: number },
  { segments, length, stride }: { segments: number; length: number; stride: number },
): Float32Array {
  const rows = new Float32Array(size * segments * length);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < segments; k++) {
      const from = (start + i) * windows.length + k * stride;
      rows.set(windows.values.subarray(from, from + length), (i * segments + k) * length);
    }
  }
  return rows;
}

/** Features of all windows, row after row: [count · filters · poolings]. */
export function allFeatures(
  bank: FilterBank,
  windows: Windows,
  settings: LcnSettings,
): Float32Array {
  const size = bank.outputs * settings.poolings.length;
  const result = new Float32Array(windows.count * size);
  for (const part of batchesOf(windows.count)) {
    result.set(featuresOf(bank, windows, settings, part), part.start * size);
  }
  return result;
}
