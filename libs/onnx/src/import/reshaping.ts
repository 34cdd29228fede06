import { sizeOf } from '../constant.js';
import type { NodeReader } from './node-reader.js';
import { axisOf } from './slices.js';

/**
 * The shape that a Reshape node gives a value of this shape, from the sizes it asks for.
 * 0 copies a size; -1 stands for what is left.
 */
export function resolveShape(
  node: NodeReader,
  shape: readonly number[],
  sizes: ArrayLike<number> = node.constant(1).data,
): number[] {
  const copies = node.int('allowzero', 0) === 0;
  const asked = Array.from(sizes, (size, i) => (size === 0 && copies ? (shape[i] ?? 0) : size));
  const rest = asked.findIndex((size) => size === -1);
  if (rest < 0) return asked;
  const others = sizeOf(asked.filter((_, i) => i !== rest));
  return asked.map((size, i) => (i === rest ? sizeOf(shape) / others : size));
}

/** The shape without its axes of size 1, or without those that a Squeeze node names. */
export function squeezedShape(node: NodeReader, shape: readonly number[]): number[] {
  const axes = node.intsFrom(1, 'axes')?.map((axis) => axisOf(node, axis, shape.length));
  const dropped = axes ?? shape.map((_, i) => i).filter((i) => shape[i] === 1);
  return shape.filter((_, i) => !dropped.includes(i));
}

/** The shape with axes of size 1 where an Unsqueeze node names them. */
export function unsqueezedShape(node: NodeReader, shape: readonly number[]): number[] {
  const given = node.intsFrom(1, 'axes') ?? [];
  const rank = shape.length + given.length;
  const axes = given.map((axis) => axisOf(node, axis, rank));
  const sizes = [...shape];
  return Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : (sizes.shift() ?? 1)));
}
