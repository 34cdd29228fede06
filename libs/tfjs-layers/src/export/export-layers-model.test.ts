import { exportOnnx } from '@polymath/onnx';
import { dense, disposeNetwork, GraphBuilder, type Graph, type LayerKind } from '@polymath/tensor';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { graphs, inputsOf, networkOf, ourLogits } from '../networks.fixture.js';
import { largestDifference, load, logitsOf } from '../runtime.fixture.js';
import { exportLayersModel, unsupportedLayers } from './export-layers-model.js';

/** What ONNX Runtime computes for three inputs in our order. */
async function onnxLogits(model: Uint8Array, { input }: Graph, values: Float32Array) {
  const session = await InferenceSession.create(model);
  const [height = 1, width = 1, channels = 1] = input.shape;
  const shape = input.shape.length === 3 ? [channels, height, width] : input.shape;
  const turned =
    input.shape.length === 3 ? channelsFirst(values, [height * width, channels]) : values;
  const { logits } = await session.run({ input: new Tensor('float32', turned, [3, ...shape]) });
  return logits!.data as Float32Array;
}

function channelsFirst(values: Float32Array, [pixels, channels]: readonly [number, number]) {
  const size = pixels * channels;
  return values.map((_, k) => {
    const [image, place] = [Math.floor(k / size), k % size];
    const [channel, pixel] = [Math.floor(place / pixels), place % pixels];
    return values[image * size + pixel * channels + channel]!;
  });
}

const one = (kind: LayerKind, shape: readonly number[] = [6, 6, 2]) => {
  const graph = new GraphBuilder(shape);
  graph.layer('odd', kind);
  return graph.build();
};
const pool = (padding: readonly [number, number, number, number]): LayerKind => ({
  op: 'maxPool',
  ...{ kernel: [3, 3], strides: [2, 2], padding },
});

describe('exportLayersModel', () => {
  it.each(Object.entries(graphs))(
    'is computed by TensorFlow.js as by our engine and by ONNX Runtime: %s',
    async (_, graph) => {
      const network = networkOf(graph());
      const x = inputsOf(network.graph);
      const ours = ourLogits(network, x);
      const theirs = logitsOf(await load(exportLayersModel(network)), x);
      expect(largestDifference(theirs, ours)).toBeLessThan(2e-6);
      const onnx = await onnxLogits(exportOnnx(network), network.graph, x);
      expect(largestDifference(theirs, onnx)).toBeLessThan(2e-6);
      disposeNetwork(network);
    },
  );

  it('takes the columns of a table as they are, as the ONNX file does', async () => {
    const builder = new GraphBuilder([3]);
    builder.layer('fc1', dense(3, 5));
    builder.layer('relu', { op: 'relu' });
    builder.layer('fc2', dense(5, 2));
    const graph = builder.build();
    const table = {
      mean: [1000, 0.002, 7],
      standardDeviation: [300, 0.001, 1],
      classes: ['a', 'b'],
    };
    const network = networkOf({ ...graph, table });
    const x = inputsOf(graph);
    const expected = ourLogits(network, x);
    const { mean, standardDeviation: deviation } = table;
    const rows = x.map((value, i) => value * deviation[i % 3]! + mean[i % 3]!);
    const files = exportLayersModel(network);
    expect(largestDifference(logitsOf(await load(files), rows), expected)).toBeLessThan(1e-5);
    const onnx = await onnxLogits(exportOnnx(network), graph, rows);
    expect(largestDifference(onnx, expected)).toBeLessThan(1e-5);
    disposeNetwork(network);
  });

  it('keeps the names of layers and names the file of the weights', () => {
    const network = networkOf(graphs.residual());
    const { model } = exportLayersModel(network, { name: 'student', weightsFile: 'student.bin' });
    const json = JSON.parse(Buffer.from(model).toString()) as {
      modelTopology: { config: { name: string; layers: { name: string }[] } };
      weightsManifest: { paths: string[] }[];
    };
    expect(json.modelTopology.config.name).toBe('student');
    const names = json.modelTopology.config.layers.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['pixels', 'block.conv1', 'block.add', 'fc']));
    expect(json.weightsManifest.map(({ paths }) => paths)).toEqual([['student.bin']]);
    disposeNetwork(network);
  });

  it('gives equal bytes for equal networks', () => {
    const [a, b] = [networkOf(graphs.growing()), networkOf(graphs.growing())];
    expect(exportLayersModel(a)).toEqual(exportLayersModel(b));
    [a, b].forEach(disposeNetwork);
  });

  it('lists every layer that TensorFlow.js does not have', () => {
    const graph = new GraphBuilder([4, 4, 1]);
    graph.layer('even', { op: 'standardize', epsilon: 1e-8 });
    graph.layer('flatten', { op: 'flatten' });
    graph.layer('unit', { op: 'normalize' });
    const network = networkOf(graph.build());
    expect(() => exportLayersModel(network)).toThrow(
      'layers that TensorFlow.js does not have: even (standardize), unit (normalize)',
    );
    disposeNetwork(network);
  });
});

describe('unsupportedLayers', () => {
  it('knows paddings of a max-pool that TensorFlow.js has', () => {
    // ⌈6 / 2⌉ = 3 windows of 3 need 7 pixels: one more, after the image.
    expect(unsupportedLayers(one(pool([0, 1, 0, 1])))).toEqual([]);
    expect(unsupportedLayers(one(pool([1, 1, 1, 1])))).toEqual(['odd (maxPool)']);
  });

  it('knows that TensorFlow.js has one ELU', () => {
    expect(unsupportedLayers(one({ op: 'elu', alpha: 1 }))).toEqual([]);
    expect(unsupportedLayers(one({ op: 'elu', alpha: 0.5 }))).toEqual(['odd (elu)']);
  });

  it('knows that a transposed convolution with gaps is another there', () => {
    const gaps: LayerKind = {
      op: 'convTranspose2d',
      ...{ in: 2, out: 1, kernel: [1, 1], strides: [2, 2], padding: 'valid', bias: false },
    };
    expect(unsupportedLayers(one(gaps))).toEqual(['odd (convTranspose2d)']);
  });
});
