import { toDecimal } from '../to-number.js';
import type { Conversion } from './conversion.js';
import { asLayer } from './hold.js';

const names = ['weight', 'bias', 'runningMean', 'runningVariance'];

/** BatchNormalization with running statistics; ONNX's momentum is the share that stays, ours the share that comes. */
export const batchNormalization: Conversion = (node, layers) => {
  if (node.int('training_mode', 0) !== 0) {
    throw node.invalid('training_mode must be 0: export the model in evaluation mode');
  }
  const x = asLayer(node, layers, node.activation());
  const channels = x.shape[0] ?? 0;
  const momentum = toDecimal(1 - node.float('momentum', 0.9));
  const epsilon = node.float('epsilon', 1e-5);
  const layer = layers.add(node, { op: 'batchNorm', channels, epsilon, momentum, affine: true }, x);
  names.forEach((name, i) => {
    const { shape, data } = node.constant(i + 1);
    if (data.length !== channels)
      throw node.invalid(`expected ${name} of [${channels}], got [${shape.join(', ')}]`);
    layers.setParameter(layer.layer, name, data);
  });
  return layer;
};
