import { floatsOf, type Parameters, type Tensor, type TensorData } from '@polymath/tensor';

/** A tensor as the peer reads it. */
export function exported(t: Tensor): TensorData {
  return { dtype: 'float32', shape: t.shape, data: floatsOf(t) };
}

/** Parameters under a prefix. */
export function exportedParameters(parameters: Parameters, prefix = ''): [string, TensorData][] {
  return [...parameters].map(([name, value]) => [prefix + name, exported(value)]);
}
