import { cached, floatAttribute } from '../native/attributes.js';
import { run } from '../native/run.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';

const attributes = cached((alpha: number) => [floatAttribute('alpha', alpha)]);

/** x where x > 0, alpha · x elsewhere; elementwise. */
export function leakyRelu(x: Tensor, alpha: number): Tensor {
  return differentiable(run('LeakyRelu', [x], attributes(alpha)), [x], (dy) => [
    () => leakyReluGradient(dy, x, alpha),
  ]);
}

// Linear in dy; flat in x.
function leakyReluGradient(dy: Tensor, x: Tensor, alpha: number): Tensor {
  return differentiable(run('LeakyReluGrad', [dy, x], attributes(alpha)), [dy], (u) => [
    () => leakyReluGradient(u, x, alpha),
  ]);
}
