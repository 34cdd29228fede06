import {
  constantLike,
  permute,
  sizeOf,
  stridesOf,
  takeView,
  type Constant,
} from '../../constant.js';
import type { NodeReader } from '../node-reader.js';
import { axisOf, readSlices } from '../slices.js';
import type { Fold } from './fold.js';
import { checkSize } from './limit.js';

/** A constant's elements along one axis: `outer` blocks of `size` rows of `inner` elements. */
function blocks({ shape }: Constant, axis: number) {
  const outer = sizeOf(shape.slice(0, axis));
  return { outer, size: shape[axis] ?? 1, inner: sizeOf(shape.slice(axis + 1)) };
}

function gather(node: NodeReader): Constant {
  const [source, indices] = [node.constant(0), node.constant(1)];
  const axis = axisOf(node, node.int('axis', 0), source.shape.length);
  const { outer, size, inner } = blocks(source, axis);
  const rows = Array.from(indices.data, (index) => (index < 0 ? index + size : index));
  if (!rows.every((row) => row >= 0 && row < size)) {
    throw node.invalid(`expected indices below ${size}, got ${rows.join(', ')}`);
  }
  const before = source.shape.slice(0, axis);
  const shape = [...before, ...indices.shape, ...source.shape.slice(axis + 1)];
  checkSize(node, shape);
  const data: number[] = [];
  for (let block = 0; block < outer; block++) {
    for (const row of rows) {
      const start = (block * size + row) * inner;
      for (let i = 0; i < inner; i++) data.push(source.data[start + i] ?? 0);
    }
  }
  return constantLike(source, shape, data);
}

function concat(node: NodeReader): Constant {
  const parts = node.inputNames.map((_, i) => node.constant(i));
  const first = node.constant(0);
  const axis = axisOf(node, node.int('axis', 0), first.shape.length);
  const others = parts.map(({ shape }) => String(shape.toSpliced(axis, 1)));
  if (new Set(others).size > 1) throw node.invalid('its inputs differ in more than one dimension');
  const total = parts.reduce((sum, { shape }) => sum + (shape[axis] ?? 1), 0);
  const shape = first.shape.with(axis, total);
  checkSize(node, shape);
  const data: number[] = [];
  for (let block = 0; block < blocks(first, axis).outer; block++) {
    for (const part of parts) {
      const { size, inner } = blocks(part, axis);
      const start = block * size * inner;
      for (let i = 0; i < size * inner; i++) data.push(part.data[start + i] ?? 0);
    }
  }
  return constantLike(first, shape, data);
}

function slice(node: NodeReader): Constant {
  const source = node.constant(0);
  const slices = readSlices(node, source.shape);
  const strides = stridesOf(source.shape);
  return takeView(source, {
    shape: slices.map(({ count }) => count),
    strides: slices.map(({ step }, axis) => step * (strides[axis] ?? 0)),
    offset: slices.reduce((sum, { start }, axis) => sum + start * (strides[axis] ?? 0), 0),
  });
}

function transpose(node: NodeReader): Constant {
  const source = node.constant(0);
  return permute(source, node.ints('perm') ?? source.shape.map((_, i) => i).reverse());
}

/** Constants cut, joined and turned. */
export const arrays: Readonly<Record<string, Fold>> = {
  Gather: gather,
  Concat: concat,
  Slice: slice,
  Transpose: transpose,
};
