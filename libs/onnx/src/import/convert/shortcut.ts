import { toLayerOrder, type Activation } from '../activation.js';
import type { Constant } from '../../constant.js';
import type { LayerList } from '../layer-list.js';
import type { NodeReader, Value } from '../node-reader.js';
import { axisOf, readSlices } from '../slices.js';
import type { Conversion } from './conversion.js';
import { asLayer } from './hold.js';

/** More images than any batch has; a slice that reaches as far takes all of them. */
const allImages = 2 ** 31 - 1;

/** Slice: a part of an axis, and every n-th row and column. */
const slice: Conversion = (node, layers) => {
  const x = asLayer(node, layers, node.activation());
  const [images, ...own] = readSlices(node, [allImages, ...x.shape]);
  if (images?.start !== 0 || images.step !== 1 || images.count !== allImages) {
    throw node.invalid('cannot take a part of the batch');
  }
  if (own.some(({ step, count }) => step < 1 || count < 1))
    throw node.invalid('expected steps of at least 1 and a part that is not empty');
  const sizes = layers.shapeOf(x);
  const parts = toLayerOrder(own);
  let value = x;
  parts.forEach(({ start, step, count }, axis) => {
    // The rows after the last that is taken may stay: they are skipped.
    const end = step > 1 && start === 0 ? (sizes[axis] ?? 0) : start + (count - 1) * step + 1;
    if (start === 0 && end === sizes[axis]) return;
    value = layers.add(node, { op: 'slice', axis, start, end }, value);
  });
  return subsample(
    node,
    layers,
    value,
    parts.map(({ step }) => step),
  );
};

function subsample(
  node: NodeReader,
  layers: LayerList,
  x: Activation,
  [rows = 1, columns = 1, channels = 1]: readonly number[],
): Activation {
  if (rows === 1 && columns === 1 && channels === 1) return x;
  if (x.shape.length !== 3 || channels !== 1)
    throw node.invalid('can only skip rows and columns of images');
  const before = layers.layerOf(x);
  if (before?.op !== 'subsample' || !node.isOnlyReaderOf(0)) {
    return layers.add(node, { op: 'subsample', strides: [rows, columns] }, x);
  }
  // PyTorch writes one Slice for rows and one for columns.
  layers.remove(before);
  const source = { ...x, layer: before.inputs[0] ?? '' };
  const strides = [before.strides[0] * rows, before.strides[1] * columns] as const;
  return layers.add(node, { op: 'subsample', strides }, source);
}

/** Pad with zeros. */
const pad: Conversion = (node, layers) => {
  const x = asLayer(node, layers, node.activation());
  const rank = x.shape.length + 1;
  const fill = node.optionalConstant(2)?.data[0] ?? node.float('value', 0);
  const mode = node.text('mode', 'constant');
  if (mode !== 'constant' || fill !== 0)
    throw node.invalid(`can only pad with zeros, got ${mode} ${fill}`);
  const pads = node.intsFrom(1, 'pads') ?? [];
  const axes =
    node.intsFrom(3, 'axes')?.map((axis) => axisOf(node, axis, rank)) ??
    Array.from({ length: rank }, (_, i) => i);
  if (pads.length !== 2 * axes.length || pads.some((rows) => rows < 0)) {
    throw node.invalid(`expected ${2 * axes.length} pads of at least 0, got ${pads.join(', ')}`);
  }
  const [images, ...own] = Array.from({ length: rank }, (_, axis): [number, number] => {
    const i = axes.indexOf(axis);
    return [pads[i] ?? 0, i < 0 ? 0 : (pads[i + axes.length] ?? 0)];
  });
  if (String(images) !== '0,0') throw node.invalid('cannot add images to the batch');
  return addPad(node, layers, x, own);
};

function addPad(
  node: NodeReader,
  layers: LayerList,
  x: Activation,
  margins: readonly (readonly [number, number])[],
): Activation {
  if (margins.flat().every((rows) => rows === 0)) return x;
  return layers.add(node, { op: 'pad', margins: toLayerOrder(margins) }, x);
}

/** Concat along channels or features, of values, or of one value and zeros. */
const concat: Conversion = (node, layers) => {
  const inputs = node.inputs();
  const values = inputs.filter((value) => value.kind === 'activation');
  const [first] = values;
  if (!first) throw node.invalid("expected an input that depends on the model's input");
  const axis = axisOf(node, node.int('axis', 1), first.shape.length + 1);
  if (axis !== 1) throw node.invalid(`can only join channels or features, axis 1, got ${axis}`);
  const shapes = inputs.map(sampleShape);
  if (new Set(shapes.map((shape) => String(shape.slice(1)))).size > 1) {
    throw node.invalid(
      `its inputs differ in more than channels: ${shapes.map((s) => `[${s.join(', ')}]`).join(' and ')}`,
    );
  }
  const held = values.map((value) => asLayer(node, layers, value));
  if (values.length === inputs.length) return layers.add(node, { op: 'concat' }, ...held);
  const zeros = inputs.filter((value) => value.kind === 'constant');
  if (values.length > 1 || !zeros.every(isZero)) {
    throw node.invalid('constants can only be joined to one value, and must be zero');
  }
  const at = inputs.indexOf(first);
  const channels = (shapesOfSide: readonly (readonly number[])[]) =>
    shapesOfSide.reduce((sum, [count = 0]) => sum + count, 0);
  const margin = [channels(shapes.slice(0, at)), channels(shapes.slice(at + 1))] as const;
  const [x] = held;
  return addPad(
    node,
    layers,
    x ?? first,
    first.shape.map((_, i) => (i === 0 ? margin : [0, 0])),
  );
};

/** The shape without the batch. */
const sampleShape = (value: Value): readonly number[] =>
  value.kind === 'constant' ? value.shape.slice(1) : value.shape;

const isZero = ({ data }: Constant): boolean => Array.from(data).every((x) => x === 0);

/** What short-cuts around residual blocks are made of. */
export const shortcut: Readonly<Record<string, Conversion>> = {
  Slice: slice,
  Pad: pad,
  Concat: concat,
};
