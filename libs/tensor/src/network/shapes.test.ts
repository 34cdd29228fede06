import { describe, expect, it } from 'vitest';
import { convolution, dense, GraphBuilder, maxPooling } from './builder.js';
import type { Graph, LayerKind } from './graph.js';
import { graphFromJson, graphToJson } from './graph-json.js';
import { inferShapes, outputShape } from './shapes.js';

const one = (shape: number[], kind: LayerKind, inputs = ['input']): Graph => ({
  input: { name: 'input', shape },
  layers: [{ name: 'only', inputs, ...kind }],
  output: 'only',
});

const image = [8, 6, 3];
const up = {
  op: 'convTranspose2d',
  in: 3,
  out: 2,
  kernel: [4, 4],
  strides: [2, 2],
  bias: false,
} as const;
const pool = { op: 'maxPool', kernel: [3, 3], strides: [2, 2] } as const;

describe('outputShape', () => {
  it.each<[LayerKind, number[], number[]]>([
    [convolution([3, 5], 3), image, [6, 4, 5]],
    [convolution([3, 5], 3, { stride: 2, padding: 1 }), image, [4, 3, 5]],
    [{ ...up, padding: 'same' }, image, [16, 12, 2]],
    [{ ...up, padding: 'valid' }, image, [18, 14, 2]],
    [{ ...pool, padding: [0, 1, 2, 0] }, image, [4, 3, 3]],
    [{ op: 'globalAveragePool' }, image, [3]],
    [{ op: 'flatten' }, image, [144]],
    [{ op: 'reshape', shape: [2, 3, 4] }, [24], [2, 3, 4]],
    [{ op: 'subsample', strides: [2, 4] }, [7, 6, 3], [4, 2, 3]],
    [{ op: 'pad', margins: [[0, 0], [1, 2], [0, 4]] }, image, [8, 9, 7]], // prettier-ignore
    [{ op: 'slice', axis: 1, start: 2, end: 5 }, image, [8, 3, 3]],
    [{ op: 'concat' }, image, [8, 6, 3]],
    [{ op: 'standardize', epsilon: 1e-8 }, image, image],
  ])('of %j on %j is %j', (kind, input, expected) => {
    expect(outputShape(one(input, kind))).toEqual(expected);
  });
});

describe('inferShapes', () => {
  it.each<[string, Graph]>([
    [
      'layer only (conv2d): expected an input of [height, width, 4], got [8, 6, 3]',
      one(image, convolution([4, 5], 3)),
    ],
    [
      'layer only (conv2d): expected an input of at least 9 x 9 pixels with the padding, got [8, 6, 3]',
      one(image, convolution([3, 5], 9)),
    ],
    ['layer only (dense): expected an input of [7], got [8, 6, 3]', one(image, dense(7, 2))],
    [
      'layer only (batchNorm): expected an input of 4 channels, got [3]',
      one([3], { op: 'batchNorm', channels: 4, epsilon: 0, momentum: 0, affine: true }),
    ],
    [
      'layer only (maxPool): padding must be smaller than the 3 x 3 window, got 0, 0, 3, 0',
      one(image, { ...pool, padding: [0, 0, 3, 0] }),
    ],
    [
      'layer only (maxPool): expected an input of [height, width, channels], got [12]',
      one([12], maxPooling(2)),
    ],
    [
      'layer only (slice): expected an input of elements 2 to 9 along axis 0, got [8, 6, 3]',
      one(image, { op: 'slice', axis: 0, start: 2, end: 9 }),
    ],
    [
      'layer only (standardize): expected an input of at least 2 pixels, got [1, 1, 3]',
      one([1, 1, 3], { op: 'standardize', epsilon: 0 }),
    ],
    ['layer only (relu): expected 1 input, got 2', one(image, { op: 'relu' }, ['input', 'input'])],
    ['layer only (add): expected at least 1 input, got 0', one(image, { op: 'add' }, [])],
    ['layer only (dense): out must be a whole number of at least 1, got 0', one([3], dense(3, 0))],
    [
      'layer only (conv2d): strides must be two whole numbers of at least 1, got [0,1]',
      one(image, { ...convolution([3, 5], 3), strides: [0, 1] }),
    ],
    [
      'layer only (toString): there is no such op',
      one(image, { op: 'toString' } as unknown as LayerKind),
    ],
    [
      'layer only reads other, which does not come before it',
      one(image, { op: 'relu' }, ['other']),
    ],
    ['the output end is no layer', { ...one(image, { op: 'relu' }), output: 'end' }],
  ])('says: %s', (message, graph) => {
    expect(() => inferShapes(graph)).toThrow(message);
  });

  it('names the input that does not fit the others', () => {
    const graph = new GraphBuilder([4]);
    graph.layer('half', dense(4, 2));
    graph.layer('sum', { op: 'add' }, 'input', 'half');
    expect(() => graph.build()).toThrow('layer sum (add): expected an input of [4], got [2]');
  });

  it('rejects a name given twice', () => {
    const graph = new GraphBuilder([4]);
    graph.layer('a', { op: 'relu' });
    graph.layer('a', { op: 'relu' });
    expect(() => graph.build()).toThrow('two layers are named a');
  });
});

describe('graphToJson', () => {
  it('gives equal text for equal graphs, in whatever order their fields were written', () => {
    const a = one([4], dense(4, 2));
    const b: Graph = {
      output: 'only',
      layers: [{ bias: true, op: 'dense', out: 2, in: 4, inputs: ['input'], name: 'only' }],
      input: { shape: [4], name: 'input' },
    };
    expect(graphToJson(b)).toBe(graphToJson(a));
    expect(graphFromJson(graphToJson(a))).toEqual(a);
  });

  it.each([
    ['the graph is no JSON', '{'],
    ['expected a graph of input, layers and output', 'null'],
    [
      'expected a graph of input, layers and output',
      '{"input":{"name":"x","shape":[0]},"layers":[],"output":"x"}',
    ],
    [
      'expected a graph of input, layers and output',
      '{"input":{"name":"x","shape":[1]},"layers":[{}],"output":"x"}',
    ],
    ['the output y is no layer', '{"input":{"name":"x","shape":[1]},"layers":[],"output":"y"}'],
  ])('is read back as corrupt data: %s', (message, text) => {
    expect(() => graphFromJson(text)).toThrow(
      expect.objectContaining({ kind: 'corrupt-data', message }) as Error,
    );
  });
});
