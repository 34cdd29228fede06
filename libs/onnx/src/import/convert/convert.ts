import { PolymathError } from '@polymath/errors';
import type { Activation } from '../activation.js';
import { foldedOperators } from '../fold/fold.js';
import type { LayerList } from '../layer-list.js';
import type { NodeReader } from '../node-reader.js';
import { activations } from './activations.js';
import { add } from './add.js';
import { batchNormalization } from './batch-normalization.js';
import { convolution, transposedConvolution } from './convolution.js';
import type { Conversion } from './conversion.js';
import { gemm, matMul } from './dense.js';
import { pooling } from './pooling.js';
import { reshaping } from './reshape.js';
import { shortcut } from './shortcut.js';

const conversions = new Map<string, Conversion>(
  Object.entries({
    Conv: convolution,
    ConvTranspose: transposedConvolution,
    Gemm: gemm,
    MatMul: matMul,
    Add: add,
    Sum: add,
    BatchNormalization: batchNormalization,
    ...activations,
    ...pooling,
    ...reshaping,
    ...shortcut,
  }),
);

/** Operators that become layers, sorted. */
export const supportedOperators: readonly string[] = [...conversions.keys()].sort();

/**
 * Adds the layers that a node stands for.
 * @throws invalid-input that names the node and its operator
 */
export function convert(node: NodeReader, layers: LayerList): Activation {
  const conversion = conversions.get(node.operator);
  if (!conversion) throw unsupported(node);
  try {
    return conversion(node, layers);
  } catch (error) {
    if (error instanceof PolymathError && error.message.startsWith('layer ')) {
      throw node.invalid(error.message, error);
    }
    throw error;
  }
}

function unsupported(node: NodeReader): PolymathError {
  const supported = supportedOperators.join(', ');
  const where = foldedOperators.includes(node.operator)
    ? 'this operator is only supported on constants and shapes'
    : 'this operator is not supported';
  return node.invalid(`${where}; supported are ${supported}`);
}
