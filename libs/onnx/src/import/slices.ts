import type { NodeReader } from './node-reader.js';

/** What a Slice takes along one axis: `count` elements from `start`, `step` apart. */
export interface AxisSlice {
  start: number;
  step: number;
  count: number;
}

/** An axis counted from the front, from one that may count from the end. */
export function axisOf(node: NodeReader, axis: number, rank: number): number {
  const front = axis < 0 ? axis + rank : axis;
  if (front >= 0 && front < rank) return front;
  throw node.invalid(`expected an axis of ${rank} dimensions, got ${axis}`);
}

/** What a Slice node takes along each axis of a value of this shape. */
export function readSlices(node: NodeReader, shape: readonly number[]): AxisSlice[] {
  const starts = node.intsFrom(1, 'starts') ?? [];
  const ends = node.intsFrom(2, 'ends') ?? [];
  const axes = node.intsFrom(3, 'axes') ?? starts.map((_, i) => i);
  const steps = node.intsFrom(4, 'steps') ?? starts.map(() => 1);
  const slices = shape.map((size) => ({ start: 0, step: 1, count: size }));
  axes.forEach((given, i) => {
    const axis = axisOf(node, given, shape.length);
    const [start = 0, end = 0, step = 1] = [starts[i], ends[i], steps[i]];
    if (step === 0) throw node.invalid('expected steps other than 0');
    slices[axis] = resolveSlice({ start, end, step }, shape[axis] ?? 0);
  });
  return slices;
}

function resolveSlice(
  { start, end, step }: { start: number; end: number; step: number },
  size: number,
): AxisSlice {
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (at: number) => Math.min(Math.max(at < 0 ? at + size : at, low), high);
  const first = clamp(start);
  return { start: first, step, count: Math.max(0, Math.ceil((clamp(end) - first) / step)) };
}
