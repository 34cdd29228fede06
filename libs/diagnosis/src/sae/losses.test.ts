import { describe, it } from 'vitest';
import { mean, reshape, slice, tensor, type Tensor } from '@polymath/tensor';
import { golden, valueAndSlope } from '../nsae/golden.fixture.js';
import { expectNear } from '../testing.js';
import { saeActivations, saeObjective, sparsityPenalty, type SaeParameters } from './losses.js';

const [outputs, inputs] = [5, 6];

/** The parameters that lie one after the other in a vector. */
function unpack(x: Tensor): SaeParameters {
  const matrix = (from: number, shape: [number, number]) =>
    reshape(slice(x, [from], [outputs * inputs]), shape);
  const size = outputs * inputs;
  return {
    encoder: matrix(0, [outputs, inputs]),
    encoderBias: slice(x, [size], [outputs]),
    decoder: matrix(size + outputs, [inputs, outputs]),
    decoderBias: slice(x, [2 * size + outputs], [inputs]),
  };
}

describe('saeObjective', () => {
  it('has the value and the gradient that NumPy has in double precision', () => {
    const { point, value, gradient } = golden.cases['sae']!;
    const found = valueAndSlope(point, [point.length], (x) => {
      const parameters = unpack(x);
      const segments = tensor(Float32Array.from(golden.segments), [30, inputs]);
      const activations = saeActivations(parameters, segments);
      const terms = { segments, activations, means: mean(activations, 0) };
      return saeObjective(parameters, terms, { weightDecay: 1e-2, sparsity: 3, activity: 0.05 });
    });
    expectNear([found.value], [value], 1e-5);
    expectNear(found.gradient, gradient, 1e-5);
  });
});

describe('sparsityPenalty', () => {
  it('is 0, and so is its gradient, where the mean activity is as it should be', () => {
    const { value, gradient } = valueAndSlope([0.05, 0.05], [2], (x) => sparsityPenalty(x, 0.05));
    expectNear([value, ...gradient], [0, 0, 0], 1e-6);
  });

  it('is worked out by hand: 0.5·ln(0.5/0.25) + 0.5·ln(0.5/0.75)', () => {
    const { value } = valueAndSlope([0.25], [1], (x) => sparsityPenalty(x, 0.5));
    expectNear([value], [0.143841], 1e-5);
  });

  it('stays finite for a unit that never fires', () => {
    const { value } = valueAndSlope([0], [1], (x) => sparsityPenalty(x, 0.05));
    // 0.05·ln(0.05/1e-6) + 0.95·ln(0.95/(1 - 1e-6))
    expectNear([value], [0.49226], 1e-4);
  });
});
