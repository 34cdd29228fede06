import { cached, intAttribute, stringAttribute } from '../native/attributes.js';

/** Settings of a pooling; heights before widths. */
export interface PoolOptions {
  window: readonly [number, number];
  /** As the window unless given. */
  strides?: readonly [number, number];
  /** `same`: ceil(size / stride) outputs, from windows that reach over the border; `valid`: only whole windows. */
  padding?: 'same' | 'valid';
}

const attributes = cached(
  (rows: number, columns: number, strideY: number, strideX: number, padding: string) => [
    intAttribute('ksize', [1, rows, columns, 1]),
    intAttribute('strides', [1, strideY, strideX, 1]),
    stringAttribute('padding', padding.toUpperCase()),
  ],
);

/** Window, strides and padding as TensorFlow's pooling kernels take them. */
export type PoolAttributes = ReturnType<typeof attributes>;

/** The settings of a pooling as attributes. */
export const poolAttributes = ({
  window,
  strides = window,
  padding = 'valid',
}: PoolOptions): PoolAttributes => attributes(...window, ...strides, padding);
