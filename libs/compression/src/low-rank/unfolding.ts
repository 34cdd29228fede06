import { PolymathError } from '@polymath/errors';
import {
  float64Tensor,
  leftSingular,
  reshape64,
  sizeOf,
  tidy,
  type Float64Tensor,
  type LeftSingular,
} from '@polymath/tensor';

/** The weights of a convolution: [rows, columns, in, out], row-major; a dense layer's are [1, 1, in, out]. */
export interface Kernel {
  readonly shape: readonly [rows: number, columns: number, inputs: number, outputs: number];
  readonly values: Float32Array | Float64Array;
}

/** Something for the input and for the output channels. */
export interface Sides<Value> {
  readonly in: Value;
  readonly out: Value;
}

/** Singular values and left singular vectors of an unfolding, whose rows are channels. */
export interface Spectrum extends LeftSingular {
  readonly rows: number;
  readonly columns: number;
}

/** Number of places in a kernel, rows · columns. */
export const placesOf = ({ shape: [rows, columns] }: Kernel): number => rows * columns;

/**
 * A kernel in the engine as [in, places, out], where reshaping alone gives the transpose of the unfolding over the outputs,
 * [in · places, out], and the one over the inputs, [in, places · out].
 * @throws invalid-input when the number of elements and the shape disagree
 */
export function unfold(kernel: Kernel): Float64Tensor {
  const [inputs, outputs] = kernel.shape.slice(2) as [number, number];
  const places = placesOf(kernel);
  if (kernel.values.length !== sizeOf(kernel.shape)) {
    const shape = `[${kernel.shape.join(', ')}]`;
    throw new PolymathError(
      'invalid-input',
      `expected the elements of a kernel ${shape}, got ${kernel.values.length}`,
    );
  }
  const result = new Float64Array(kernel.values.length);
  for (let place = 0; place < places; place++) {
    for (let input = 0; input < inputs; input++) {
      const from = (place * inputs + input) * outputs;
      result.set(kernel.values.subarray(from, from + outputs), (input * places + place) * outputs);
    }
  }
  return float64Tensor(result, [inputs, places, outputs]);
}

/** The spectra of a kernel's unfoldings over its input channels, [in, places · out], and its outputs, [out, in · places]. */
export function spectraOf(kernel: Kernel): Sides<Spectrum> {
  return tidy(() => spectraOfUnfolded(unfold(kernel)));
}

/** {@link spectraOf} of a kernel that {@link unfold} has put into the engine. */
export function spectraOfUnfolded(unfolded: Float64Tensor): Sides<Spectrum> {
  const [inputs, places, outputs] = unfolded.shape as [number, number, number];
  const overIn = reshape64(unfolded, [inputs, places * outputs]);
  const overOut = reshape64(unfolded, [inputs * places, outputs]);
  return {
    in: { ...leftSingular(overIn), rows: inputs, columns: places * outputs },
    out: { ...leftSingular(overOut, { transpose: true }), rows: outputs, columns: inputs * places },
  };
}
