import type { Activation } from '../activation.js';
import { broadcast, permute, type Constant } from '../../constant.js';
import type { LayerList } from '../layer-list.js';
import type { NodeReader } from '../node-reader.js';
import type { Conversion } from './conversion.js';

/** Gemm: x · weight + bias, with PyTorch's weight [out, in] (`transB`) or [in, out]. */
export const gemm: Conversion = (node, layers) => {
  for (const factor of ['alpha', 'beta']) {
    if (node.float(factor, 1) !== 1)
      throw node.invalid(`${factor} must be 1, got ${node.float(factor, 1)}`);
  }
  if (node.int('transA', 0) !== 0) throw node.invalid('transA must be 0');
  const given = matrix(node, node.constant(1));
  const weight = node.int('transB', 0) === 1 ? permute(given, [1, 0]) : given;
  return addDense(node, layers, weight, node.optionalConstant(2));
};

/** MatMul of the features and a weight [in, out]; a bias is added by the Add that follows. */
export const matMul: Conversion = (node, layers) =>
  addDense(node, layers, matrix(node, node.constant(1)), undefined);

function matrix(node: NodeReader, weight: Constant): Constant {
  if (weight.shape.length === 2 && !weight.integer) return weight;
  throw node.invalid(`expected a matrix of float weights, got [${weight.shape.join(', ')}]`);
}

function addDense(
  node: NodeReader,
  layers: LayerList,
  weight: Constant,
  bias: Constant | undefined,
): Activation {
  const x = node.activation();
  const [inputs = 0, out = 0] = weight.shape;
  if (x.shape.length !== 1 || x.shape[0] !== inputs) {
    throw node.invalid(`expected [batch, ${inputs}], got [batch, ${x.shape.join(', ')}]`);
  }
  const values = bias && broadcast(bias, [1, out]);
  if (bias && !values)
    throw node.invalid(`expected a bias of [${out}], got [${bias.shape.join(', ')}]`);
  const layer = layers.add(node, { op: 'dense', in: inputs, out, bias: values !== undefined }, x);
  layers.setParameter(layer.layer, 'weight', weight.data);
  if (values) layers.setParameter(layer.layer, 'bias', values.data);
  return layer;
}
