import { matrix, svd, type Matrix } from '@polymath/tensor';
import type { Tucker2 } from './tucker.js';
import type { Kernel } from './unfolding.js';

const fraction = (value: number) => value - Math.floor(value);
const hash = (value: number) => fraction(43758.5453 * Math.sin(value));

/** Rank-r waves plus noise of amplitude `noise`, spread evenly from -noise/2 to noise/2: [rows, columns]. */
export function noisyWaves(rows: number, columns: number, rank: number, noise: number): Matrix {
  const values = Float64Array.from({ length: rows * columns }, (_, place) => {
    const [i, j] = [Math.floor(place / columns), place % columns];
    let value = noise * (hash(12.9898 * (i + 1) + 78.233 * (j + 1)) - 0.5);
    for (let k = 0; k < rank; k++) {
      const wave = Math.cos((k + 1) * 0.9 * i + k) * Math.sin((k + 1) * 0.37 * j + 0.3 * k);
      value += (rank - k) * wave;
    }
    return value;
  });
  return matrix(rows, columns, values);
}

export const singularValuesOf = (m: Matrix): Float64Array => svd(m).values;

/** A kernel [rows, columns, in, out] from its elements in PyTorch's order (out, in, row, column). */
export function fromPyTorchOrder(shape: Kernel['shape'], element: (k: number) => number): Kernel {
  const [rows, columns, inputs, outputs] = shape;
  const places = rows * columns;
  const values = new Float64Array(places * inputs * outputs);
  for (let k = 0; k < values.length; k++) {
    const [o, rest] = [Math.floor(k / (inputs * places)), k % (inputs * places)];
    const [i, place] = [Math.floor(rest / places), rest % places];
    values[(place * inputs + i) * outputs + o] = element(k);
  }
  return { shape, values };
}

/** The kernel of the golden values, 3 x 3, from 6 to 8 channels. */
export const goldenKernel = (): Kernel =>
  fromPyTorchOrder(
    [3, 3, 6, 8],
    (k) =>
      Math.sin(0.23 * k + 0.4) + 0.3 * Math.cos(1.7 * k + 0.9) + 0.05 * hash(12.9898 * (k + 1)),
  );

/** A kernel without structure. */
export const wildKernel = (shape: Kernel['shape']): Kernel =>
  fromPyTorchOrder(shape, (k) => hash(k + 0.5) - 0.5);

/** Σ_a Σ_b core[h, w, a, b] · in[i, a] · out[o, b], element by element. */
export function rebuild({ core, factors }: Tucker2, { shape }: Kernel): Float64Array {
  const [rows, columns, inputs, outputs] = shape;
  const [, , rankIn, rankOut] = core.shape;
  const factor = (m: Matrix | undefined, row: number, column: number) =>
    m ? m.values[row * m.columns + column]! : Number(row === column);
  return Float64Array.from({ length: rows * columns * inputs * outputs }, (_, k) => {
    const o = k % outputs;
    const i = Math.floor(k / outputs) % inputs;
    const place = Math.floor(k / outputs / inputs);
    let sum = 0;
    for (let a = 0; a < rankIn; a++) {
      for (let b = 0; b < rankOut; b++) {
        const value = core.values[(place * rankIn + a) * rankOut + b]!;
        sum += value * factor(factors.in, i, a) * factor(factors.out, o, b);
      }
    }
    return sum;
  });
}
