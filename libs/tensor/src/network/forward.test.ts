import { describe, expect, it } from 'vitest';
import { sum } from '../kernels/sum.js';
import { gradients } from '../optimizers/gradients.js';
import { randomStream } from '../random/index.js';
import { liveTensors, tidy } from '../scope.js';
import { floatsOf, type Tensor } from '../tensor.js';
import { batchNormalization, convolution, dense, GraphBuilder, maxPooling } from './builder.js';
import { forward, layerValues } from './forward.js';
import type { Graph } from './graph.js';
import { createNetwork, disposeNetwork } from './network.js';

const normal = (...shape: number[]) => randomStream(2, 'inputs').normal(shape);

const expectSame = (a: Tensor, b: Tensor) => {
  expect(a.shape).toEqual(b.shape);
  expect(floatsOf(a)).toEqual(floatsOf(b));
};

describe('forward', () => {
  const small = (channels = 2): Graph => {
    const graph = new GraphBuilder([8, 8, channels]);
    graph.layer('conv', convolution([channels, 5], 3));
    graph.layer('relu', { op: 'relu' });
    graph.layer('pool', maxPooling(2));
    graph.layer('flatten', { op: 'flatten' });
    graph.layer('fc', dense(45, 4));
    return graph.build();
  };

  it('pools before bias and ReLU with the same bits as after them, and the same gradients', () => {
    tidy(() => {
      const network = createNetwork(small(9), randomStream(3, 'weights'));
      const x = normal(16, 8, 8, 9);
      const fused = forward(network, x);
      const plain = layerValues(network, x, { layers: ['conv', 'relu', 'fc'] });
      expectSame(fused, plain.get('fc')!);
      const slopes = [fused, plain.get('fc')!].map((y) => gradients(sum(y), network.parameters));
      for (const [name, slope] of slopes[0]!) {
        const expected = floatsOf(slopes[1]!.get(name)!); // summed in another order
        floatsOf(slope).forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i]!, 4);
        });
      }
      disposeNetwork(network);
    });
  });

  it('does not fuse what another layer reads too', () => {
    tidy(() => {
      const graph = new GraphBuilder([4, 4, 1]);
      graph.layer('conv', convolution([1, 2], 1));
      const relu = graph.layer('relu', { op: 'relu' });
      graph.layer('pool', maxPooling(4));
      graph.layer('mean', { op: 'globalAveragePool' }, relu);
      graph.layer('flat', { op: 'flatten' }, 'pool');
      graph.layer('both', { op: 'concat' }, 'flat', 'mean');
      const network = createNetwork(graph.build(), randomStream(3, 'weights'));
      const x = normal(3, 4, 4, 1);
      const values = layerValues(network, x, { layers: ['relu', 'both'] });
      expectSame(forward(network, x), values.get('both')!);
      disposeNetwork(network);
    });
  });

  it('rejects an input of another shape', () => {
    tidy(() => {
      const network = createNetwork(small(), randomStream(3, 'weights'));
      expect(() => forward(network, normal(2, 8, 7, 2))).toThrow(
        'input: expected [batch=2, 8, 8, 2], got [2, 8, 7, 2]',
      );
      disposeNetwork(network);
    });
  });

  it('leaves no tensor behind', () => {
    const network = createNetwork(small(), randomStream(3, 'weights'));
    const work = () => {
      tidy(() => {
        const y = forward(network, normal(4, 8, 8, 2), { mode: 'training' });
        return void gradients(sum(y), network.parameters);
      });
    };
    work();
    const before = liveTensors();
    work();
    expect(liveTensors()).toBe(before);
    disposeNetwork(network);
  });
});

describe('layerValues', () => {
  const graph = (): Graph => {
    const builder = new GraphBuilder([3]);
    builder.layer('fc1', dense(3, 4));
    builder.layer('bn', batchNormalization(4));
    builder.layer('fc2', dense(4, 2));
    return builder.build();
  };

  it('gives the values of the named layers and of the input', () => {
    tidy(() => {
      const network = createNetwork(graph(), randomStream(1, 'weights'));
      const x = normal(5, 3);
      const values = layerValues(network, x, { layers: ['input', 'fc1', 'fc2'] });
      expect([...values.keys()]).toEqual(['input', 'fc1', 'fc2']);
      expectSame(values.get('input')!, x);
      expect(values.get('fc1')!.shape).toEqual([5, 4]);
      expectSame(values.get('fc2')!, forward(network, x));
      disposeNetwork(network);
    });
  });

  it('does not compute layers that do not lead to the named ones', () => {
    tidy(() => {
      const network = createNetwork(graph(), randomStream(1, 'weights'));
      const statistics = network.parameters.get('bn.runningMean')!;
      layerValues(network, normal(5, 3), { mode: 'training', layers: ['fc1'] });
      expect(floatsOf(statistics)).toEqual(new Float32Array(4));
      disposeNetwork(network);
    });
  });

  it('rejects a name that is no layer, with the names there are', () => {
    tidy(() => {
      const network = createNetwork(graph(), randomStream(1, 'weights'));
      expect(() => layerValues(network, normal(5, 3), { layers: ['fc3'] })).toThrow(
        'no layer is named fc3; there are input, fc1, bn, fc2',
      );
      disposeNetwork(network);
    });
  });
});
