import type { LayerKind } from '@polymath/tensor';
import { activations } from './activations.js';
import { convolution, dense, normalization, transposedConvolution } from './weighted.js';
import type { LayerReader } from './layer-reader.js';
import type { NetworkBuilder, Value } from './network-builder.js';
import { pooling } from './pooling.js';
import { reshaping } from './reshaping.js';

/** What a layer of the file becomes. */
export type Convert = (layer: LayerReader, to: NetworkBuilder, inputs: readonly Value[]) => Value;

/** A layer of one input that changes no shape. */
const plain =
  (kind: (layer: LayerReader, x: Value) => LayerKind): Convert =>
  (layer, to, [x]) =>
    to.add(layer.node.name, kind(layer, x!), x!);

const nothing: Convert = (_, __, [x]) => x!;

const table: Readonly<Record<string, Convert>> = {
  Conv2D: withActivation(convolution),
  Conv2DTranspose: withActivation(transposedConvolution),
  Dense: withActivation(dense),
  BatchNormalization: normalization,
  Activation: (layer, to, [x]) => activate(layer, to, { x: x!, name: layer.node.name }),
  ReLU: plain((layer) => {
    layer.demand(layer.number('max_value', Infinity) === Infinity, 'max_value is not supported');
    layer.demand(layer.number('threshold', 0) === 0, 'threshold must be 0');
    layer.demand(layer.number('negative_slope', 0) === 0, 'negative_slope must be 0');
    return { op: 'relu' };
  }),
  LeakyReLU: plain((layer) => ({
    op: 'leakyRelu',
    alpha: layer.number('alpha', layer.number('negative_slope', 0.3)),
  })),
  ELU: plain((layer) => ({ op: 'elu', alpha: layer.number('alpha', 1) })),
  Softmax: plain((layer, x) => {
    const axis = layer.number('axis', -1);
    layer.demand(axis === -1 || axis === x.shape.length, `axis must be the last, got ${axis}`);
    return { op: 'softmax' };
  }),
  ...pooling,
  ...reshaping,
  // They do nothing but in training.
  Dropout: nothing,
  SpatialDropout2D: nothing,
  AlphaDropout: nothing,
  GaussianDropout: nothing,
  GaussianNoise: nothing,
};

/** The layers that can be read, sorted. */
export const supportedLayers: readonly string[] = [...Object.keys(table), 'InputLayer'].sort();

/** Adds what a layer of the file stands for. */
export function convertLayer(
  layer: LayerReader,
  to: NetworkBuilder,
  inputs: readonly Value[],
): Value {
  const { className } = layer.node;
  const turned = inputs.some(({ order }) => order?.kind === 'channelsFirst');
  const takesTurned = ['Flatten', 'Permute'].includes(className) || table[className] === nothing;
  layer.demand(!turned || takesTurned, 'expected an image [height, width, channels]');
  layer.demand(inputs.length > 0, 'reads nothing');
  return table[className]!(layer, to, inputs);
}

/** The layer, and then the activation that its settings name. */
function withActivation(convert: Convert): Convert {
  return (layer, to, inputs) => {
    const x = convert(layer, to, inputs);
    const name = `${layer.node.name}.${layer.text('activation', 'linear')}`;
    return activate(layer, to, { x, name });
  };
}

function activate(
  layer: LayerReader,
  to: NetworkBuilder,
  { x, name }: { x: Value; name: string },
): Value {
  const activation = layer.text('activation', 'linear');
  const kind = activations[activation];
  const known = Object.keys(activations).join(', ');
  layer.demand(
    kind !== undefined,
    `activation ${activation} is not supported; supported are ${known}`,
  );
  return kind ? to.add(name, kind, x) : x;
}
