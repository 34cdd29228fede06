import {
  batchNormalization,
  convolution,
  createNetwork,
  dense,
  disposeNetwork,
  floatsOf,
  forward,
  GraphBuilder,
  maxPooling,
  networkFrom,
  parameterValues,
  randomStream,
  tidy,
  transpose,
  type Graph,
  type Network,
} from '@polymath/tensor';
import { InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-node';
import { afterEach, describe, expect, it } from 'vitest';
import { readOnnx } from '../import/import-onnx.js';
import { exportOnnx } from './export-onnx.js';

/** Every layer of sequential classifiers, on oblong images with oblong windows. */
function sequential(): Graph {
  const builder = new GraphBuilder([13, 10, 2]);
  const oblong = { kernel: [3, 2], strides: [2, 1], padding: [1, 0, 0, 1] } as const;
  builder.layer('conv1', { op: 'conv2d', in: 2, out: 4, bias: false, ...oblong });
  builder.layer('bn1', batchNormalization(4));
  builder.layer('elu', { op: 'elu', alpha: 0.7 });
  builder.layer('max', { op: 'maxPool', ...oblong });
  builder.layer('mean', { op: 'averagePool', ...oblong });
  builder.layer('leaky', { op: 'leakyRelu', alpha: 0.2 });
  builder.layer('flatten', { op: 'flatten' });
  builder.layer('fc1', dense(40, 12));
  builder.layer('bn2', batchNormalization(12));
  builder.layer('tanh', { op: 'tanh' });
  builder.layer('same', { op: 'identity' });
  builder.layer('fc2', { ...dense(12, 6), bias: false });
  builder.layer('sigmoid', { op: 'sigmoid' });
  builder.layer('part', { op: 'slice', axis: 0, start: 1, end: 4 });
  builder.layer('wider', { op: 'pad', margins: [[1, 2]] });
  builder.layer('probabilities', { op: 'softmax' });
  return builder.build();
}

/** A residual block with a short-cut without weights, and branches side by side. */
function residual(): Graph {
  const builder = new GraphBuilder([8, 6, 3], 'pixels');
  const start = builder.layer('conv', convolution([3, 4], 3, { padding: 1 }));
  builder.layer('block.conv1', convolution([4, 8], 3, { stride: 2, padding: 1 }));
  builder.layer('block.relu', { op: 'relu' });
  const body = builder.layer('block.conv2', convolution([8, 8], 3, { padding: 1 }));
  builder.layer('block.subsample', { op: 'subsample', strides: [2, 2] }, start);
  const shortcut = builder.layer('block.pad', {
    op: 'pad',
    margins: [
      [0, 0],
      [0, 0],
      [0, 4],
    ],
  });
  const sum = builder.layer('block.add', { op: 'add' }, body, shortcut);
  builder.layer('sum', { op: 'add' }, sum, body, shortcut);
  const left = builder.layer('left', { op: 'slice', axis: 2, start: 0, end: 3 });
  const lower = builder.layer('right', { op: 'relu' }, sum);
  builder.layer('concat', { op: 'concat' }, left, lower);
  builder.layer('rows', { op: 'slice', axis: 0, start: 1, end: 4 });
  builder.layer('pool', { op: 'globalAveragePool' });
  builder.layer('fc', dense(11, 5));
  return builder.build();
}

/** Features to images by transposed convolutions, and back. */
function transposed(): Graph {
  const grow = { op: 'convTranspose2d', strides: [2, 2], bias: true } as const;
  const builder = new GraphBuilder([24]);
  builder.layer('reshape', { op: 'reshape', shape: [2, 3, 4] });
  builder.layer('same', { ...grow, in: 4, out: 3, kernel: [4, 3], padding: 'same' });
  builder.layer('sparse', { ...grow, in: 3, out: 3, kernel: [1, 1], padding: 'same' });
  builder.layer('valid', { ...grow, in: 3, out: 2, kernel: [3, 2], padding: 'valid' });
  builder.layer('pool', maxPooling(2));
  builder.layer('flatten', { op: 'flatten' });
  return builder.build();
}

/** Features to embeddings of length 1. */
function embedding(): Graph {
  const builder = new GraphBuilder([6]);
  builder.layer('fc', dense(6, 4));
  builder.layer('unit', { op: 'normalize' });
  return builder.build();
}

const graphs = { sequential, residual, transposed, embedding };
const networks: Network[] = [];

function build(graph: Graph): Network {
  const network = createNetwork(graph, randomStream(3, 'weights'));
  const random = randomStream(3, 'statistics');
  tidy(() => {
    for (const [name, parameter] of network.parameters) {
      // Running statistics that are neither 0 nor 1.
      if (name.includes('running')) parameter.assign(random.uniform(parameter.shape, 0.5, 1.5));
    }
  });
  networks.push(network);
  return network;
}

/** Two images, channels last as ours. */
function batchFor({ input }: Graph) {
  return randomStream(5, 'images').normal([2, ...input.shape]);
}

function ourLogits(network: Network): Float32Array {
  return tidy(() => {
    const y = forward(network, batchFor(network.graph));
    return floatsOf(y.shape.length === 4 ? transpose(y, [0, 3, 1, 2]) : y);
  });
}

async function runtimeLogits(network: Network): Promise<Float32Array> {
  const session = await InferenceSession.create(exportOnnx(network));
  const input = tidy(() => {
    const x = batchFor(network.graph);
    const images = x.shape.length === 4 ? transpose(x, [0, 3, 1, 2]) : x;
    return new RuntimeTensor('float32', floatsOf(images), images.shape);
  });
  const { logits } = await session.run({ input });
  await session.release();
  return logits!.data as Float32Array;
}

describe('exportOnnx', () => {
  afterEach(() => networks.splice(0).forEach(disposeNetwork));

  it.each(Object.entries(graphs))(
    "gives onnxruntime's the logits of ours: %s",
    async (_, graph) => {
      const network = build(graph());
      const theirs = await runtimeLogits(network);
      const differences = ourLogits(network).map((value, i) => Math.abs(value - theirs[i]!));
      expect(differences).toHaveLength(theirs.length);
      expect(Math.max(...differences)).toBeLessThan(1e-5);
    },
  );

  it.each(Object.entries(graphs))('is read back as the same network: %s', (_, graph) => {
    const network = build({ ...graph() });
    const { graph: read, values } = readOnnx(exportOnnx(network));
    const renamed = JSON.stringify(network.graph).replaceAll('"pixels"', '"input"');
    expect(read).toEqual(JSON.parse(renamed));
    expect(values).toEqual(parameterValues(network.parameters));
  });

  it('gives equal bytes for equal networks', () => {
    const [a, b] = [build(residual()), build(residual())];
    expect(Buffer.from(exportOnnx(a)).equals(exportOnnx(b))).toBe(true);
  });

  it('writes a batch norm without weight and bias as one with 1 and 0', () => {
    const builder = new GraphBuilder([3]);
    builder.layer('norm', batchNormalization(3, { affine: false }));
    const { values } = readOnnx(exportOnnx(build(builder.build())));
    expect([values.get('norm.weight'), values.get('norm.bias')]).toEqual([
      new Float32Array([1, 1, 1]),
      new Float32Array(3),
    ]);
  });

  it('keeps how the columns of a table are read', () => {
    const table = { mean: [1.5], standardDeviation: [2], classes: ['no', 'yes'] };
    const builder = new GraphBuilder([1]);
    builder.layer('fc', dense(1, 2));
    const network = createNetwork({ ...builder.build(), table }, randomStream(1, 'weights'));
    expect(readOnnx(exportOnnx(network)).graph.table).toEqual(table);
    expect(readOnnx(exportOnnx(network)).graph).toEqual(network.graph);
    const odd = { ...network, graph: { ...network.graph, table: { ...table, mean: [] } } };
    expect(() => readOnnx(exportOnnx(odd))).toThrow('polymath.table says of no table');
    disposeNetwork(network);
  });

  it('takes the columns of a table as they are', async () => {
    const builder = new GraphBuilder([2]);
    builder.layer('fc', { ...dense(2, 1), bias: false });
    const table = { mean: [100, -1], standardDeviation: [50, 0.5], classes: ['one'] };
    const weights = new Map([['fc.weight', Float32Array.of(3, 7)]]);
    const network = networkFrom({ ...builder.build(), table }, weights);
    const session = await InferenceSession.create(exportOnnx(network));
    const { logits } = await session.run({
      input: new RuntimeTensor('float32', [200, -2, 100, 0], [2, 2]),
    });
    // (200 - 100) / 50 = 2 and (-2 + 1) / 0.5 = -2: 3·2 - 7·2; then 0 and 2.
    expect([...(logits!.data as Float32Array)]).toEqual([-8, 14]);
    disposeNetwork(network);
  });

  it('refuses what only generators have', () => {
    const builder = new GraphBuilder([2, 2, 1]);
    builder.layer('standard', { op: 'standardize', epsilon: 1e-8 });
    const network = networkFrom(builder.build(), new Map());
    expect(() => exportOnnx(network)).toThrow(
      'layer standard (standardize) cannot be written as ONNX: only classifiers can',
    );
  });
});
