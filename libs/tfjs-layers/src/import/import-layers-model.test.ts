import * as tf from '@tensorflow/tfjs';
import { disposeNetwork, floatsOf, forward, tensor, tidy, type Network } from '@polymath/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportLayersModel, type LayersModelFiles } from '../export/export-layers-model.js';
import { graphs, inputsOf, networkOf, ourLogits } from '../networks.fixture.js';
import { largestDifference, logitsOf, save } from '../runtime.fixture.js';
import { importLayersModel, readLayersModel } from './import-layers-model.js';

beforeAll(() => tf.setBackend('cpu'));

const read = ({ model, weights }: LayersModelFiles) => importLayersModel(model, () => weights);
const { layers } = tf;

/** Batch norms at rest are no test: gives every weight of a model values of its own. */
function stir<Model extends tf.LayersModel>(model: Model): Model {
  const weights = model.getWeights().map((weight, k) => {
    const { size, shape } = weight;
    const values = Float32Array.from({ length: size }, (_, i) => 0.6 + 0.4 * Math.sin(i * 1.7 + k));
    return tf.tensor(values, shape).mul(shape.length > 1 ? 0.3 : 1);
  });
  model.setWeights(weights);
  return model;
}

/** A classifier as the tutorials write it. */
function sequential(): tf.LayersModel {
  return tf.sequential({
    layers: [
      layers.conv2d({
        inputShape: [9, 8, 2],
        filters: 3,
        kernelSize: 3,
        activation: 'relu',
        padding: 'same',
        strides: 2,
      }),
      layers.batchNormalization({}),
      layers.maxPooling2d({ poolSize: 2, padding: 'same' }),
      layers.dropout({ rate: 0.5 }),
      layers.flatten({}),
      layers.batchNormalization({ center: false }),
      layers.dense({ units: 6, activation: 'elu' }),
      layers.leakyReLU({ alpha: 0.1 }),
      layers.dense({ units: 4, useBias: false }),
      layers.softmax({}),
    ],
  });
}

/** Branches, a residual sum, and images that are taken apart and put together. */
function functional(): tf.LayersModel {
  const input = tf.input({ shape: [6, 6, 2] });
  const at = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
    layer.apply(x) as tf.SymbolicTensor;
  const padded = at(layers.zeroPadding2d({ padding: [[1, 0], [2, 1]] }), input); // prettier-ignore
  const wide = at(layers.conv2d({ filters: 4, kernelSize: [2, 4], activation: 'tanh' }), padded);
  const up = at(
    layers.conv2dTranspose({ filters: 4, kernelSize: 4, strides: 2, padding: 'same' }),
    wide,
  );
  const down = at(layers.averagePooling2d({ poolSize: 2 }), up);
  const sum = at(layers.add({}), [wide, down]);
  const joined = at(layers.concatenate({}), [
    sum,
    at(layers.activation({ activation: 'sigmoid' }), sum),
  ]);
  const cropped = at(layers.cropping2D({ cropping: [[1, 1], [0, 2]] }), joined); // prettier-ignore
  const flat = at(layers.flatten({}), cropped);
  const again = at(layers.reshape({ targetShape: [4, 4, 8] }), flat);
  const mean = at(layers.globalAveragePooling2d({}), again);
  const logits = at(
    layers.dense({ units: 3 }),
    at(layers.concatenate({}), [mean, at(layers.dense({ units: 2 }), flat)]),
  );
  return tf.model({ inputs: input, outputs: logits });
}

const logitsOfNetwork = (network: Network, x: Float32Array) =>
  tidy(() => floatsOf(forward(network, tensor(x, [3, ...network.graph.input.shape]))));

describe('importLayersModel', () => {
  it.each([
    ['a Sequential model', sequential],
    ['a functional model', functional],
  ])('computes what TensorFlow.js does: %s', async (_, build) => {
    const model = stir(build());
    const network = read(await save(model));
    const x = inputsOf(network.graph);
    expect(largestDifference(logitsOfNetwork(network, x), logitsOf(model, x))).toBeLessThan(2e-6);
    disposeNetwork(network);
  });

  it.each(Object.entries(graphs))('reads back what was exported: %s', (_, graph) => {
    const network = networkOf(graph());
    const again = read(exportLayersModel(network));
    const x = inputsOf(network.graph);
    expect(largestDifference(logitsOfNetwork(again, x), ourLogits(network, x))).toBeLessThan(1e-6);
    [network, again].forEach(disposeNetwork);
  });

  it('reads what the converter from Keras nests and scopes', async () => {
    const model = stir(
      tf.sequential({ layers: [layers.dense({ units: 2, inputShape: [3], name: 'd' })] }),
    );
    const { model: bytes, weights } = await save(model);
    const json = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
    const nested = { keras_version: '2.15.0', model_config: json['modelTopology'] };
    const text = JSON.stringify({ ...json, modelTopology: nested });
    const scoped = text
      .replaceAll('"d/kernel"', '"sequential/d/kernel"')
      .replaceAll('"d/bias"', '"sequential/d/bias"');
    const network = read({ model: Buffer.from(scoped), weights });
    expect([...network.parameters.keys()]).toEqual(['d.weight', 'd.bias']);
    disposeNetwork(network);
  });

  it('joins the files of a group', async () => {
    const { model, weights } = await save(stir(sequential()));
    const json = JSON.parse(Buffer.from(model).toString()) as {
      weightsManifest: { paths: string[] }[];
    };
    json.weightsManifest[0]!.paths = ['a', 'b'];
    const parts: Record<string, Uint8Array> = {
      a: weights.subarray(0, 50),
      b: weights.subarray(50),
    };
    const split = readLayersModel(Buffer.from(JSON.stringify(json)), (path) => parts[path]!);
    expect(split).toEqual(readLayersModel(model, () => weights));
  });
});

/** A saved model after a change of its text. */
async function changed(model: tf.LayersModel, change: (text: string) => string) {
  const files = await save(model);
  return () =>
    readLayersModel(Buffer.from(change(Buffer.from(files.model).toString())), () => files.weights);
}

describe('readLayersModel refuses', () => {
  const small = (...more: tf.layers.Layer[]) =>
    tf.sequential({ layers: [layers.dense({ units: 4, inputShape: [4], name: 'd' }), ...more] });

  it('layers that we do not know, and lists all of them', async () => {
    const odd = tf.sequential({
      layers: [
        layers.depthwiseConv2d({ inputShape: [4, 4, 2], kernelSize: 2, name: 'deep' }),
        layers.upSampling2d({ name: 'up' }),
        layers.flatten({}),
      ],
    });
    expect(await changed(odd, (text) => text)).toThrow(
      /layers that are not supported: deep \(DepthwiseConv2D\), up \(UpSampling2D\); supported are Activation, Add,/,
    );
  });

  it.each<[string, () => tf.LayersModel, (text: string) => string, RegExp]>([
    [
      'an activation that we do not know',
      () => small(layers.activation({ activation: 'selu' })),
      (t) => t,
      /activation selu is not supported; supported are linear, relu/,
    ],
    [
      'a ReLU with a ceiling',
      () => small(layers.reLU({ maxValue: 6 })),
      (t) => t,
      /\(ReLU\): max_value is not supported/,
    ],
    [
      'a layer that is used twice',
      () => {
        const input = tf.input({ shape: [4] });
        const shared = layers.dense({ units: 4, name: 'd' });
        return tf.model({
          inputs: input,
          outputs: shared.apply(shared.apply(input)) as tf.SymbolicTensor,
        });
      },
      (t) => t,
      /layer d is used 2 times; expected once/,
    ],
    [
      'averages that leave out the padding',
      () =>
        tf.sequential({
          layers: [
            layers.averagePooling2d({ inputShape: [5, 5, 1], poolSize: 2, padding: 'same' }),
            layers.flatten({}),
          ],
        }),
      (t) => t,
      /padding same is not supported/,
    ],
    [
      'dilated windows',
      () =>
        tf.sequential({
          layers: [
            layers.conv2d({ inputShape: [5, 5, 1], filters: 1, kernelSize: 2, dilationRate: 2 }),
            layers.flatten({}),
          ],
        }),
      (t) => t,
      /dilation_rate must be 1/,
    ],
    [
      'a result in another order than ours',
      () => tf.sequential({ layers: [layers.flatten({ inputShape: [2, 2, 2], name: 'flat' })] }),
      (t) => t,
      /the output flat is an image that was flattened or turned/,
    ],
    [
      'inputs of unknown size',
      () =>
        tf.sequential({
          layers: [layers.globalAveragePooling2d({ inputShape: [null, null, 3] })],
        }),
      (t) => t,
      /of known size, got \[null, null, null, 3\]/,
    ],
    [
      'quantized weights',
      () => small(),
      (t) =>
        t.replace('[4,4],"dtype":"float32"', '[4,4],"dtype":"float32","quantization":{"min":0}'),
      /expected float32, got quantized values/,
    ],
    [
      'weights that are cut short',
      () => small(),
      (t) => t.replace('"shape":[4,4]', '"shape":[4,5]'),
      /expected 96 bytes in weights.bin, got 80/,
    ],
    [
      'weights of another shape',
      () => small(),
      (t) => t.replace('"shape":[4,4]', '"shape":[2,8]'),
      /expected kernel \[4, any\], got \[2, 8\]/,
    ],
    [
      'weights that are not there',
      () => small(),
      (t) => t.replace('d/bias', 'e/bias'),
      /layer d: expected bias \[4\], got none/,
    ],
    [
      'a graph model',
      () => small(),
      (t) => t.replace('"layers-model"', '"graph-model"'),
      /expected a layers model, got a graph model/,
    ],
    ['something else', () => small(), () => '{}', /no modelTopology/],
    ['no JSON', () => small(), () => '{', /model.json is not JSON/],
  ])('%s', async (_, build, change, message) => {
    expect(await changed(build(), change)).toThrow(message);
  });
});
