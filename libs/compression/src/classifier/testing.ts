import { expect } from 'vitest';
import {
  floatsOf,
  grad,
  liveTensors,
  numberOf,
  sizeOf,
  tensor,
  tidy,
  transpose,
  type Shape,
  type Tensor,
} from '@polymath/tensor';

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

/** A {@link wave} filled in the order (sample, channel, row, column), as [batch, height, width, channels]. */
export function imageWave(
  [batch, height, width, channels]: readonly [number, number, number, number],
  ...rest: WaveForm
): () => Tensor {
  const make = wave([batch, channels, height, width], ...rest);
  return () => transpose(make(), [0, 2, 3, 1]);
}

type WaveForm = Parameters<typeof wave> extends [Shape, ...infer Rest] ? Rest : never;

/** The gradient of a scalar by its input, and its value. */
export function slopeOf(loss: (x: Tensor) => Tensor, x: Tensor): [Float32Array, number] {
  return tidy(() => {
    const input = variable(floatsOf(x), x.shape);
    const value = loss(input);
    return [floatsOf(grad(value, [input])[0] as Tensor), numberOf(value)];
  });
}

/** Expects the gradient of a scalar to be what central differences of 1e-3 give, within 2% of its largest element. */
export function expectSlope(loss: (x: Tensor) => Tensor, make: () => Tensor): void {
  tidy(() => {
    const x = make();
    const [slope] = slopeOf(loss, x);
    const values = floatsOf(x);
    const at = (i: number, by: number) =>
      tidy(() => numberOf(loss(tensor(values.with(i, values[i]! + by), x.shape))));
    const largest = Math.max(...slope.map(Math.abs));
    expect(largest).toBeGreaterThan(0);
    slope.forEach((value, i) => {
      const difference = (at(i, 1e-3) - at(i, -1e-3)) / 2e-3;
      expect(Math.abs(value - difference), `element ${i}`).toBeLessThan(2e-2 * largest);
    });
  });
}

/** Expects that a loss and its gradient leave no tensor behind. */
export function expectNothingLeft(loss: (x: Tensor) => Tensor, make: () => Tensor): void {
  const work = () => {
    tidy(() => slopeOf(loss, make()));
  };
  work(); // makes the constants that stay
  const before = liveTensors();
  work();
  expect(liveTensors()).toBe(before);
}

/** Lowers a scalar by 200 steps of plain descent and gives its last value. */
export function descend(
  loss: (x: Tensor) => Tensor,
  make: () => Tensor,
  learningRate: number,
): number {
  return tidy(() => {
    const { shape } = make();
    let values = floatsOf(make());
    for (let step = 0; step < 200; step++) {
      const [slope] = slopeOf(loss, tensor(values, shape));
      values = values.map((value, i) => value - learningRate * slope[i]!);
    }
    return slopeOf(loss, tensor(values, shape))[1];
  });
}
