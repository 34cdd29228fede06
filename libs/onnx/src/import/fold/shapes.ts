import {
  batchSize,
  broadcast,
  broadcastShape,
  constantLike,
  integerConstant,
  sizeOf,
  type Constant,
} from '../../constant.js';
import type { NodeReader } from '../node-reader.js';
import { resolveShape, squeezedShape, unsqueezedShape } from '../reshaping.js';
import type { Fold } from './fold.js';
import { checkSize } from './limit.js';

function shapeOf(node: NodeReader): Constant {
  const value = node.input(0);
  if (!value) throw node.invalid('expected an input, got none');
  const isConstant = value.kind === 'constant';
  const all = isConstant ? [...value.shape] : [batchSize, ...value.shape];
  const part = all.slice(node.int('start', 0), node.int('end', all.length));
  return integerConstant([part.length], part);
}

/** A size from shape arithmetic: constants have one entry for all images. */
function sizesFrom(node: NodeReader, { data }: Constant): number[] {
  const sizes = Array.from(data, (size) => (Number.isNaN(size) ? 1 : size));
  checkSize(node, sizes);
  return sizes;
}

function filled(node: NodeReader): Constant {
  const value = node.tensor('value');
  const like = value ?? { ...integerConstant([1], [0]), integer: false };
  const shape = sizesFrom(node, node.constant(0));
  return constantLike(like, shape, new Array<number>(sizeOf(shape)).fill(like.data[0] ?? 0));
}

function expand(node: NodeReader): Constant {
  const source = node.constant(0);
  const target = broadcastShape(source.shape, sizesFrom(node, node.constant(1)));
  checkSize(node, target);
  const result = broadcast(source, target);
  if (result) return result;
  throw node.invalid(`cannot expand [${source.shape.join(', ')}] to [${target.join(', ')}]`);
}

function range(node: NodeReader): Constant {
  const [start, limit, step] = [0, 1, 2].map((i) => node.constant(i).data[0] ?? 0) as [
    number,
    number,
    number,
  ];
  const count = Math.max(0, Math.ceil((limit - start) / step));
  checkSize(node, [count]);
  return constantLike(
    node.constant(0),
    [count],
    Array.from({ length: count }, (_, i) => start + i * step),
  );
}

function literal(node: NodeReader): Constant {
  const tensor = node.tensor('value');
  if (tensor) return tensor;
  const ints = node.has('value_int') ? [node.int('value_int', 0)] : node.ints('value_ints');
  const floats = node.has('value_float')
    ? [node.float('value_float', 0)]
    : node.floats('value_floats');
  const data = node.has('value_int') || node.has('value_ints') ? ints : floats;
  if (!data) throw node.invalid('expected a tensor, whole numbers or floats');
  const isScalar = node.has('value_int') || node.has('value_float');
  const integer = data === ints;
  return constantLike({ ...integerConstant([], []), integer }, isScalar ? [] : [data.length], data);
}

function reshaped(node: NodeReader, shape: readonly number[]): Constant {
  const source = node.constant(0);
  checkSize(node, shape);
  if (sizeOf(shape) === sizeOf(source.shape)) return { ...source, shape };
  throw node.invalid(`cannot give [${source.shape.join(', ')}] the shape [${shape.join(', ')}]`);
}

/** Constants from shapes, and constants given other shapes. */
export const shapes: Readonly<Record<string, Fold>> = {
  Shape: shapeOf,
  Constant: literal,
  ConstantOfShape: filled,
  Expand: expand,
  Range: range,
  Reshape: (node) => reshaped(node, resolveShape(node, node.constant(0).shape)),
  Squeeze: (node) => reshaped(node, squeezedShape(node, node.constant(0).shape)),
  Unsqueeze: (node) => reshaped(node, unsqueezedShape(node, node.constant(0).shape)),
};
