import { describe, expect, it } from 'vitest';
import {
  createNetwork,
  disposeNetwork,
  floatsOf,
  forward,
  outputShape,
  randomStream,
  tidy,
} from '@polymath/tensor';
import { resnet20 } from '../classifier/resnet.js';
import { smallCnn } from '../classifier/small-cnn.js';
import { embeddingGraph } from './head.js';

const cnn = smallCnn({ size: 8, channels: 1, widths: [4, 6] });

describe('embeddingGraph', () => {
  it('puts a dense layer in the place of the classes', () => {
    const graph = embeddingGraph(resnet20(), { from: 'pool', size: 16, normalize: false });
    expect(outputShape(graph)).toEqual([16]);
    expect(graph.layers.at(-1)).toMatchObject({ name: 'embedding', in: 64, out: 16 });
    expect(graph.layers.some(({ name }) => name === 'fc')).toBe(false);
  });

  it('gives vectors of length 1 if asked for', () => {
    const graph = embeddingGraph(cnn, { from: 'pool', size: 3, normalize: true });
    const network = createNetwork(graph, randomStream(1, 'weights'));
    tidy(() => {
      const y = floatsOf(forward(network, randomStream(1, 'x').normal([2, 8, 8, 1])));
      expect(Math.hypot(...y.subarray(0, 3))).toBeCloseTo(1, 6);
    });
    disposeNetwork(network);
  });

  it.each([
    [{ from: 'head' }, /^no layer is named head; there are input, block1\.conv, .*, pool, fc$/],
    [{ from: 'block1.relu' }, 'an embedding needs a layer of [features], got block1.relu of [8, 8, 4]'], // prettier-ignore
    [{ size: 0 }, 'size must be a whole number of at least 1, got 0'],
  ])('rejects %j', (changed, message) => {
    const head = { from: 'pool', size: 3, normalize: false, ...changed };
    expect(() => embeddingGraph(cnn, head)).toThrow(message);
  });
});
