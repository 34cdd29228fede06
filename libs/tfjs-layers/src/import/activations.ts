import type { LayerKind } from '@polymath/tensor';

/** The layers that activations named in a file become; none for `linear`. */
export const activations: Readonly<Record<string, LayerKind | null>> = {
  linear: null,
  relu: { op: 'relu' },
  tanh: { op: 'tanh' },
  sigmoid: { op: 'sigmoid' },
  softmax: { op: 'softmax' },
  elu: { op: 'elu', alpha: 1 },
};
