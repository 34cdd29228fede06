import { describe, expect, it } from 'vitest';
import {
  forward,
  networkFrom,
  numberOf,
  tensor,
  tidy,
  type Tensor,
  disposeNetwork,
} from '@polymath/tensor';
import { close, expectNothingLeft, expectSlope, imageWave } from '../classifier/testing.js';
import { hintLossHalfSum, hintLossMean } from './losses.js';
import { regressorGraph } from './regressor.js';

// Golden values FN1: from the formulas in double precision (tools/golden/src/distillation.py) for the waves given here.
const student = imageWave([2, 4, 4, 3], [0.11, 0]);
const teacher = imageWave([2, 4, 4, 5], [0.07, 0.2], 1, Math.cos);

/** The student's features after a 1x1 regressor with W[out, in] = 0.1·sin(3·(3·out + in)). */
function regressed(): Tensor {
  const graph = regressorGraph({ guided: [4, 4, 3], hint: [4, 4, 5], activation: 'identity' });
  const weight = Float32Array.from({ length: 15 }, (_, k) => {
    const [i, o] = [Math.floor(k / 5), k % 5];
    return 0.1 * Math.sin(3 * (3 * o + i));
  });
  const values = new Map([
    ['map.weight', weight],
    ['map.bias', new Float32Array(5)],
  ]);
  const regressor = networkFrom(graph, values);
  const features = forward(regressor, student());
  disposeNetwork(regressor);
  return features;
}

describe('hintLossMean', () => {
  it('has the golden value', () => {
    tidy(() => {
      close(numberOf(hintLossMean(regressed(), teacher())), 0.4749070112);
    });
  });
});

describe('hintLossHalfSum', () => {
  it('has the golden value', () => {
    tidy(() => {
      close(numberOf(hintLossHalfSum(regressed(), teacher())), 18.9962804461);
    });
  });
});

describe.each([
  ['hintLossMean', hintLossMean],
  ['hintLossHalfSum', hintLossHalfSum],
])('%s', (_, loss) => {
  const at = (x: Tensor) => loss(x, teacher());

  it('has the gradient that finite differences give', () => {
    expectSlope(at, imageWave([2, 4, 4, 5], [0.3, 0]));
  });

  it('is 0 where both agree', () => {
    expect(tidy(() => numberOf(at(teacher())))).toBe(0);
  });

  it('leaves no tensor behind', () => {
    expectNothingLeft(at, imageWave([2, 4, 4, 5], [0.3, 0]));
  });

  it('rejects features of different shapes', () => {
    tidy(() => {
      expect(() => loss(tensor([[1, 2]]), tensor([[1]]))).toThrow(
        'regressed and hint must have one shape, got [1, 2] and [1, 1]',
      );
    });
  });
});
