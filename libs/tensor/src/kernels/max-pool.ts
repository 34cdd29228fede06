import { cached, intAttribute, stringAttribute } from '../native/attributes.js';
import { run, runAll } from '../native/run.js';
import { differentiable, isRecording, withoutDerivative } from '../tape.js';
import type { Tensor } from '../tensor.js';

/** Settings of a pooling; heights before widths. */
export interface PoolOptions {
  window: readonly [number, number];
  /** As the window unless given. */
  strides?: readonly [number, number];
  padding?: 'same' | 'valid';
}

export const poolAttributes = cached(
  (rows: number, columns: number, strideY: number, strideX: number, padding: string) => [
    intAttribute('ksize', [1, rows, columns, 1]),
    intAttribute('strides', [1, strideY, strideX, 1]),
    stringAttribute('padding', padding.toUpperCase()),
  ],
);

type Attributes = ReturnType<typeof poolAttributes>;

/** The attributes of a pooling with these settings. */
export const attributesOfPool = ({ window, strides = window, padding = 'valid' }: PoolOptions) =>
  poolAttributes(...window, ...strides, padding);

/**
 * The largest value of each window.
 * @param x [batch, height, width, channels]
 */
export function maxPool(x: Tensor, options: PoolOptions): Tensor {
  const attributes = attributesOfPool(options);
  if (!isRecording() || !x.requiresGrad) return run('MaxPool', [x], attributes);
  const [y, places] = runAll('MaxPoolWithArgmax', [x], 2, attributes) as [Tensor, Tensor];
  return differentiable(y, [x], (dy) => [() => poolGradient(dy, { x, y, places, attributes })]);
}

interface Pooled {
  x: Tensor;
  y: Tensor;
  places: Tensor;
  attributes: Attributes;
}

// Linear in dy. Its adjoint gathers at the places of the maxima; that is where the derivatives end.
function poolGradient(dy: Tensor, pooled: Pooled): Tensor {
  const { x, y, places, attributes } = pooled;
  const dx = run('MaxPoolGradWithArgmax', [x, dy, places], attributes);
  return differentiable(dx, [dy], (u) => [
    () => withoutDerivative('the second derivative of maxPool', run('MaxPoolGradGrad', [x, y, u], attributes), [u]),
  ]);
}
