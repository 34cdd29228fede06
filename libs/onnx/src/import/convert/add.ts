import type { Activation } from '../activation.js';
import { broadcast, type Constant } from '../../constant.js';
import type { LayerList } from '../layer-list.js';
import type { NodeReader } from '../node-reader.js';
import type { Conversion } from './conversion.js';
import { asLayer } from './hold.js';

/** Add and Sum: of values that depend on the input, or of one and a constant that is the bias of the layer before. */
export const add: Conversion = (node, layers) => {
  const inputs = node.inputs();
  const values = inputs.filter((value) => value.kind === 'activation');
  const [first, second] = inputs;
  if (first?.kind === 'activation' && second?.kind === 'constant')
    return addBias(node, layers, 0, second);
  if (first?.kind === 'constant' && second?.kind === 'activation')
    return addBias(node, layers, 1, first);
  if (values.length !== inputs.length) throw node.invalid('cannot add constants to several values');
  const shapes = values.map(({ shape }) => `[batch, ${shape.join(', ')}]`);
  if (new Set(shapes).size > 1)
    throw node.invalid(`expected values of one shape, got ${shapes.join(' and ')}`);
  return layers.add(node, { op: 'add' }, ...values.map((value) => asLayer(node, layers, value)));
};

function addBias(
  node: NodeReader,
  layers: LayerList,
  index: number,
  constant: Constant,
): Activation {
  const value = node.activation(index);
  const layer = layers.layerOf(value);
  if (
    (layer?.op === 'dense' || layer?.op === 'conv2d') &&
    !layer.bias &&
    node.isOnlyReaderOf(index)
  ) {
    const perChannel = layer.op === 'dense' ? [1, layer.out] : [1, layer.out, 1, 1];
    const bias = broadcast(constant, perChannel);
    if (!bias)
      throw node.invalid(
        `expected a bias of [${perChannel.join(', ')}], got [${constant.shape.join(', ')}]`,
      );
    layers.replace({ ...layer, bias: true });
    layers.setParameter(layer.name, 'bias', bias.data);
    return value;
  }
  throw node.invalid('a constant can only be added as the bias of the Conv or MatMul before it');
}
