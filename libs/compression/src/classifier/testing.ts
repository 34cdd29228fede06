import { expect } from 'vitest';
import { sizeOf, tensor, type Shape, type Tensor } from '@polymath/tensor';

/** Expects a value within one part in 100,000. */
export function close(actual: number, expected: number): void {
  const error = Math.abs(actual - expected);
  expect(error, `got ${actual}, expected ${expected}`).toBeLessThan(1e-5 * Math.abs(expected));
}

/** A tensor of amplitude · f(step · k + start) at its k-th element, row-major. */
export function wave(
  shape: Shape,
  [step, start]: readonly [number, number],
  amplitude = 1,
  f: (angle: number) => number = Math.sin,
): () => Tensor {
  const values = Float32Array.from(
    { length: sizeOf(shape) },
    (_, k) => amplitude * f(step * k + start),
  );
  return () => tensor(values, shape);
}

/** A tensor to which gradients flow. */
export function variable(values: Float32Array, shape: Shape): Tensor {
  const t = tensor(values, shape);
  t.requiresGrad = true;
  return t;
}
