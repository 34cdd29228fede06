import { describe, expect, it } from 'vitest';
import {
  createNetwork,
  disposeNetwork,
  forward,
  gradients,
  numberOf,
  outputShape,
  randomStream,
  sgd,
  tidy,
} from '@polymath/tensor';
import { imageWave } from '../classifier/testing.js';
import { hintLossMean } from './losses.js';
import { regressorGraph } from './regressor.js';

const activation = 'relu';

describe('regressorGraph', () => {
  it.each([
    ['vectors', [6], [9]],
    ['images of one size', [4, 4, 3], [4, 4, 5]],
    ['larger images', [8, 7, 3], [6, 4, 5]],
    ['images of twice the size', [8, 8, 3], [4, 4, 5]],
    ['images of half the size', [4, 4, 3], [8, 8, 5]],
  ])('leads from %s to the hint’s shape', (_, guided, hint) => {
    expect(outputShape(regressorGraph({ guided, hint, activation }))).toEqual(hint);
  });

  it('has a kernel of the difference in size plus one, as in the paper', () => {
    const graph = regressorGraph({ guided: [8, 7, 3], hint: [6, 4, 5], activation });
    expect(graph.layers[0]).toMatchObject({ kernel: [3, 4], padding: [0, 0, 0, 0] });
    expect(graph.layers.map(({ op }) => op)).toEqual(['conv2d', 'relu']);
  });

  it('learns to map one to the other', () => {
    const graph = regressorGraph({ guided: [4, 4, 3], hint: [4, 4, 2], activation: 'identity' });
    const regressor = createNetwork(graph, randomStream(1, 'weights'));
    const optimizer = sgd(regressor.parameters, { learningRate: 0.5, momentum: 0.9 });
    const step = () =>
      tidy(() => {
        const x = imageWave([3, 4, 4, 3], [1.1, 0])();
        const loss = hintLossMean(forward(regressor, x), imageWave([3, 4, 4, 2], [0, 0.7])());
        optimizer.apply(gradients(loss, regressor.parameters));
        return numberOf(loss);
      });
    const losses = Array.from({ length: 100 }, step);
    expect(losses.at(-1)).toBeLessThan(1e-2 * losses[0]!);
    optimizer.dispose();
    disposeNetwork(regressor);
  });

  it.each([
    [
      [4, 4, 3],
      [5, 5, 2],
    ],
    [[4, 4, 3], [7]],
  ])('rejects a way from %j to %j', (guided, hint) => {
    expect(() => regressorGraph({ guided, hint, activation })).toThrow(
      `no regressor leads from [${guided.join(', ')}] to [${hint.join(', ')}]: ` +
        'expected vectors, or images of at least the hint’s size or of half of it',
    );
  });
});
