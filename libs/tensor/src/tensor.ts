import { PolymathError } from '@polymath/errors';
import { binding } from './native/binding.js';
import { nativeTypes } from './native/attributes.js';
import { track } from './scope.js';

/** Element types that the engine computes with. */
export type DType = 'float32' | 'int32' | 'bool';

/** Sizes of a tensor's dimensions, outermost first; empty for a scalar. */
export type Shape = readonly number[];

/** How an output came about: what {@link grad} walks back. */
export interface TapeNode {
  readonly inputs: readonly Tensor[];
  readonly backward: Backward;
}

/**
 * The gradient of an operation: from the gradient with respect to its output, one function an input that gives the gradient
 * with respect to that input. Only those that are asked for are called. `undefined`: that gradient is zero everywhere.
 */
export type Backward = (dy: Tensor) => readonly (() => Tensor | undefined)[];

let created = 0;

/** A dense array that lives in the engine. Freed by the {@link tidy} around its making, or by {@link dispose}. */
export class Tensor {
  /** The engine's handle; -1 once disposed. */
  id: number;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Place in the order of making; inputs come before outputs. */
  readonly order = created++;
  /** Whether gradients can flow to it. */
  requiresGrad = false;
  node: TapeNode | undefined = undefined;

  constructor(id: number, shape: Shape, dtype: DType) {
    this.id = id;
    this.shape = shape;
    this.dtype = dtype;
  }

  /** Number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** Frees what the engine holds for it; idempotent. */
  dispose(): void {
    if (this.id >= 0) binding().deleteTensor(this.id);
    this.id = -1;
    this.node = undefined;
  }
}

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const dimension of shape) size *= dimension;
  return size;
}

type Elements = Float32Array | Int32Array | Uint8Array;
type Nested = number | readonly Nested[];

/**
 * A constant from a flat typed array and its shape, or from (nested) numbers.
 * @throws invalid-input when the number of elements and the shape disagree
 */
export function tensor(data: Elements | Nested, shape?: Shape, dtype: DType = 'float32'): Tensor {
  const elements = isElements(data) ? data : fromNumbers(data, dtype);
  const dimensions = shape ?? (isElements(data) ? [data.length] : shapeOfNested(data));
  if (sizeOf(dimensions) !== elements.length) {
    throw new PolymathError(
      'invalid-input',
      `shape [${dimensions.join(', ')}] holds ${sizeOf(dimensions)} elements, got ${elements.length}`,
    );
  }
  return track(untracked(elements, dimensions));
}

/** A scalar constant. */
export const scalar = (value: number, dtype: DType = 'float32'): Tensor => tensor(value, [], dtype);

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** A tensor that no scope frees; for constants kept by the library itself. */
export function untracked(elements: Elements, shape: Shape): Tensor {
  const dtype = dtypeOf(elements);
  // The engine computes on the array that it is given, and optimisers write to it: it gets one of its own.
  const own = new arrays[dtype](elements);
  return new Tensor(binding().createTensor(shape, nativeTypes[dtype], own), shape, dtype);
}

/** The elements, row-major: Float32Array, Int32Array, or Uint8Array of 0 and 1 for `bool`. */
export function dataOf(t: Tensor): Elements {
  if (t.id < 0) throw new PolymathError('internal', 'the tensor has been disposed');
  return binding().tensorDataSync(t.id);
}

/** The elements of a float32 tensor. */
export function floatsOf(t: Tensor): Float32Array {
  const data = dataOf(t);
  if (!(data instanceof Float32Array)) {
    throw new PolymathError('invalid-input', `expected a float32 tensor, got ${t.dtype}`);
  }
  return data;
}

/** The value of a tensor of one element. */
export function numberOf(t: Tensor): number {
  const value = dataOf(t)[0];
  if (value === undefined || t.size !== 1) {
    throw new PolymathError('invalid-input', `expected one element, got [${t.shape.join(', ')}]`);
  }
  return value;
}

const isElements = (data: Elements | Nested): data is Elements => ArrayBuffer.isView(data);

function dtypeOf(elements: Elements): DType {
  if (elements instanceof Float32Array) return 'float32';
  return elements instanceof Int32Array ? 'int32' : 'bool';
}

const fromNumbers = (data: Nested, dtype: DType): Elements => new arrays[dtype](flatten(data));

function flatten(data: Nested): number[] {
  return typeof data === 'number' ? [data] : data.flatMap(flatten);
}

function shapeOfNested(data: Nested): number[] {
  return typeof data === 'number' ? [] : [data.length, ...shapeOfNested(data[0] ?? 0)];
}
