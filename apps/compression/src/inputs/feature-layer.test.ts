import { lenet5, smallCnn } from '@polymath/compression';
import { createNetwork, disposeNetwork, outputShape, randomStream } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { featureLayer, networkUpTo } from './feature-layer.js';

describe('featureLayer', () => {
  it('is what the last layer reads', () => {
    expect(featureLayer(smallCnn())).toBe('pool');
    expect(featureLayer(lenet5())).toBe('relu4');
  });

  it('is not there without layers', () => {
    const graph = { input: { name: 'input', shape: [2] }, layers: [], output: 'input' };
    expect(() => featureLayer(graph)).toThrow('a network without layers has no features');
  });
});

describe('networkUpTo', () => {
  const network = createNetwork(smallCnn(), randomStream(1, 'weights'));

  it('ends at a layer, or is whole', () => {
    const { graph } = networkUpTo(network, 'pool');
    expect(outputShape(graph)).toEqual([64]);
    expect(graph.layers.map(({ name }) => name)).not.toContain('fc');
    expect(networkUpTo(network, '').graph).toBe(network.graph);
    disposeNetwork(network);
  });

  it('answers an unknown layer with the names there are', () => {
    expect(() => networkUpTo(network, 'nonsense')).toThrow(
      /^no layer is named nonsense; there are input, block1/,
    );
  });
});
