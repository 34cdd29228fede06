import { describe, it } from 'vitest';
import { reshape, slice, tensor } from '@polymath/tensor';
import { golden, valueAndSlope } from '../nsae/golden.fixture.js';
import { expectNear } from '../testing.js';
import { recognizerObjective } from './losses.js';

describe('recognizerObjective', () => {
  it('has the value and the gradient that NumPy has in double precision', () => {
    const { point, value, gradient } = golden.cases['recognizer']!;
    const found = valueAndSlope(point, [21], (x) => {
      const parameters = {
        weight: reshape(slice(x, [0], [18]), [6, 3]),
        bias: slice(x, [18], [3]),
      };
      const features = tensor(Float32Array.from(golden.segments), [30, 6]);
      const labels = tensor(Int32Array.from({ length: 30 }, (_, i) => i % 3));
      return recognizerObjective(parameters, { features, labels }, 1e-2);
    });
    expectNear([found.value], [value], 1e-5);
    expectNear(found.gradient, gradient, 1e-5);
  });
});
