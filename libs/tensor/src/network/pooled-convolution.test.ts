import { describe, expect, it } from 'vitest';
import { conv2d, maxPool } from '../kernels/index.js';
import { randomStream } from '../random/index.js';
import { tidy } from '../scope.js';
import { grad } from '../tape.js';
import { floatsOf, tensor, type Tensor } from '../tensor.js';
import { convolution, GraphBuilder, maxPooling } from './builder.js';
import { forward, layerValues } from './forward.js';
import { createNetwork, disposeNetwork } from './network.js';
import { pooledConvolution } from './pooled-convolution.js';

const random = randomStream(4, 'inputs');

const tracked = (...shape: number[]) => {
  const t = random.normal(shape);
  t.requiresGrad = true;
  return t;
};

const plain = (x: Tensor, kernel: Tensor) => maxPool(conv2d(x, kernel), { window: [2, 2] });

function expectClose(actual: Tensor, expected: Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  const values = floatsOf(expected);
  floatsOf(actual).forEach((value, i) => {
    expect(value).toBeCloseTo(values[i]!, 4);
  });
}

describe('pooledConvolution', () => {
  it.each([
    { x: [2, 8, 8, 1], kernel: [5, 5, 1, 3] },
    { x: [2, 9, 6, 2], kernel: [3, 2, 2, 4] }, // an odd number of rows and columns is left over
    { x: [1, 4, 4, 3], kernel: [3, 3, 3, 2] },
  ])('is the max-pool of a convolution, with its gradients: %o', ({ x, kernel }) => {
    tidy(() => {
      const inputs = [tracked(...x), tracked(...kernel)] as const;
      const [actual, expected] = [pooledConvolution(...inputs), plain(...inputs)];
      expectClose(actual, expected);
      const dy = random.normal(expected.shape);
      const slopes = grad(actual, inputs, { dy });
      grad(expected, inputs, { dy }).forEach((slope, i) => {
        expectClose(slopes[i]!, slope);
      });
    });
  });

  it('gives the gradient of equal values to the first, as max-pooling does', () => {
    tidy(() => {
      const x = tensor(new Float32Array(16).fill(1), [1, 4, 4, 1]);
      x.requiresGrad = true;
      const kernel = tensor([1], [1, 1, 1, 1]);
      const [slope] = grad(pooledConvolution(x, kernel), [x]);
      expect(Array.from(floatsOf(slope!))).toEqual([
        1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0,
      ]);
    });
  });

  it('is what a network computes where a max-pool reads a ReLU that reads a convolution', () => {
    tidy(() => {
      const graph = new GraphBuilder([8, 8, 2]);
      graph.layer('conv', convolution([2, 5], 3));
      graph.layer('relu', { op: 'relu' });
      graph.layer('pool', maxPooling(2));
      const network = createNetwork(graph.build(), random.child('weights'));
      const x = random.normal([3, 8, 8, 2]);
      const plain = layerValues(network, x, { layers: ['conv', 'pool'] });
      expectClose(forward(network, x), plain.get('pool')!);
      disposeNetwork(network);
    });
  });
});
