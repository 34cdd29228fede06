import { readFileSync } from 'node:fs';
import { floatsOf, grad, numberOf, tensor, tidy, type Shape, type Tensor } from '@polymath/tensor';

/** Made by tools/golden/src/nsae.py from NumPy in double precision; each gradient agrees with central differences within 1e-6. */
export const golden = JSON.parse(
  readFileSync(new URL('golden/objectives.json', import.meta.url), 'utf8'),
) as {
  /** [30 · 6] */
  segments: number[];
  cases: Record<string, { point: number[]; value: number; gradient: number[] }>;
  whitening: { epsilon: number; mean: number[]; matrix: number[] };
};

/** A loss and its gradient at a point. */
export function valueAndSlope(
  point: readonly number[],
  shape: Shape,
  loss: (x: Tensor) => Tensor,
): { value: number; gradient: Float32Array } {
  return tidy(() => {
    const x = tensor(Float32Array.from(point), shape);
    x.requiresGrad = true;
    const value = loss(x);
    return { value: numberOf(value), gradient: floatsOf(grad(value, [x])[0]!) };
  });
}
