/** A tensor of the file whose value does not depend on the input: a weight, or a step of shape arithmetic. Row-major. */
export interface Constant {
  readonly kind: 'constant';
  /** Whether its elements are integers or truth values (as 0 and 1); else they are floats. */
  readonly integer: boolean;
  readonly shape: readonly number[];
  /** {@link batchSize} stands for what depends on the number of images. */
  readonly data: ArrayLike<number>;
}

/**
 * The number of images in shape arithmetic. Not-a-number spreads through sums and products, so whatever is computed from
 * the number of images is marked as well.
 */
export const batchSize = Number.NaN;

/** Number of elements of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** A constant of integers, or of 0 and 1. */
export const integerConstant = (shape: readonly number[], data: ArrayLike<number>): Constant => ({
  kind: 'constant',
  integer: true,
  shape,
  data,
});

/** A constant of the same type with other elements; floats are rounded to float32. */
export function constantLike(
  { integer }: Constant,
  shape: readonly number[],
  data: ArrayLike<number>,
): Constant {
  const rounded = integer || data instanceof Float32Array ? data : Float32Array.from(data);
  return { kind: 'constant', integer, shape, data: rounded };
}

/** How far apart neighbours along each axis of a row-major array lie. */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** A window on a constant's elements: its shape, where it starts, and how far apart neighbours along each axis lie. */
export interface View {
  shape: readonly number[];
  strides: readonly number[];
  offset?: number;
}

/** The elements that a view shows, row-major. */
export function takeView(source: Constant, { shape, strides, offset = 0 }: View): Constant {
  const size = sizeOf(shape);
  const data = source.integer ? new Array<number>(size) : new Float32Array(size);
  const index = shape.map(() => 0);
  let from = offset;
  for (let i = 0; i < size; i++) {
    data[i] = source.data[from] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] ?? 0;
      index[axis] = (index[axis] ?? 0) + 1;
      if (index[axis] !== shape[axis]) break;
      from -= (shape[axis] ?? 0) * (strides[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return constantLike(source, shape, data);
}

/** The constant with its axes in another order: axis i of the result is axis `order[i]`. */
export function permute(source: Constant, order: readonly number[]): Constant {
  const strides = stridesOf(source.shape);
  return takeView(source, {
    shape: order.map((axis) => source.shape[axis] ?? 1),
    strides: order.map((axis) => strides[axis] ?? 0),
  });
}

/** The constant repeated to a shape by NumPy's rules, or nothing when it does not fit. */
export function broadcast(source: Constant, shape: readonly number[]): Constant | undefined {
  const missing = shape.length - source.shape.length;
  const own = shape.map((_, axis) => source.shape[axis - missing] ?? 1);
  if (missing < 0 || own.some((size, axis) => size !== 1 && size !== shape[axis])) return undefined;
  if (own.every((size, axis) => size === shape[axis])) return { ...source, shape };
  const strides = stridesOf(own).map((stride, axis) => (own[axis] === 1 ? 0 : stride));
  return takeView(source, { shape, strides });
}

/** The shape to which two shapes broadcast; a misfit shows when {@link broadcast} is asked for it. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [left = 1, right = 1] = [a[axis + a.length - rank], b[axis + b.length - rank]];
    return left === 1 ? right : left;
  });
}
