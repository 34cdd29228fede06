import type { Convert } from './convert.js';
import { isOrderFree } from './feature-order.js';
import type { LayerReader } from './layer-reader.js';
import type { Value } from './network-builder.js';
import { checkImage } from './weighted.js';

/** Flatten: row by row in the model, channels first in our layer; the value says so where it matters. */
const flatten: Convert = (layer, to, [x]) => {
  const { shape, order } = x!;
  if (shape.length === 1) return x!;
  if (order?.kind === 'channelsFirst') {
    const size = shape.reduce((product, side) => product * side, 1);
    if (order.of === 'features') return { layer: x!.layer, shape: [size] };
    return to.add(layer.node.name, { op: 'flatten' }, { layer: x!.layer, shape });
  }
  const value = to.add(layer.node.name, { op: 'flatten' }, x!);
  return isOrderFree(shape) ? value : { ...value, order: { kind: 'features', image: shape } };
};

/** Reshape of features to an image, row by row. */
const reshape: Convert = (layer, to, [x]) => {
  const shape = targetShape(layer, x!);
  if (String(shape) === String(x!.shape)) return x!;
  layer.demand(
    x!.shape.length === 1 && shape.length === 3,
    `cannot give [batch, ${x!.shape.join(', ')}] the shape [batch, ${shape.join(', ')}]`,
  );
  const { layer: name, order } = x!;
  const isBack = order?.kind === 'features' && String(order.image) === String(shape);
  if (isBack || (!order && isOrderFree(shape))) {
    const [height = 1, width = 1, channels = 1] = shape;
    const plain = { layer: name, shape: x!.shape };
    return to.add(layer.node.name, { op: 'reshape', shape: [height, width, channels] }, plain);
  }
  layer.demand(!order, 'an image that was flattened takes another shape');
  return { layer: name, shape, order: { kind: 'channelsFirst', of: 'features' } };
};

/** Permute of an image to channels first, or back. */
const permute: Convert = (layer, to, [x]) => {
  const dims = String(layer.list('dims'));
  const { shape, order } = x!;
  const [first = 1, second = 1, third = 1] = shape;
  if (shape.length === 3 && !order && dims === '3,1,2') {
    const turned = [third, first, second];
    return { layer: x!.layer, shape: turned, order: { kind: 'channelsFirst', of: 'image' } };
  }
  layer.demand(
    order?.kind === 'channelsFirst' && dims === '2,3,1',
    `expected an image turned to channels first (3, 1, 2) or back (2, 3, 1), got ${dims}`,
  );
  const back = [second, third, first] as const;
  if (order?.kind === 'channelsFirst' && order.of === 'image')
    return { layer: x!.layer, shape: back };
  const plain = { layer: x!.layer, shape: [first * second * third] };
  return to.add(layer.node.name, { op: 'reshape', shape: back }, plain);
};

const join =
  (op: 'add' | 'concat'): Convert =>
  (layer, to, inputs) => {
    const orders = new Set(inputs.map(({ order }) => JSON.stringify(order)));
    layer.demand(orders.size === 1, 'its inputs count their features in different orders');
    layer.demand(op === 'add' || !inputs[0]!.order, 'cannot join images that were flattened');
    return to.add(layer.node.name, { op }, ...inputs);
  };

/** Layers that move elements. */
export const reshaping: Readonly<Record<string, Convert>> = {
  Flatten: flatten,
  Reshape: reshape,
  Permute: permute,
  Add: join('add'),
  Concatenate: (layer, to, inputs) => {
    const axis = layer.number('axis', -1);
    const last = axis === -1 || axis === inputs[0]!.shape.length;
    layer.demand(last, `axis must be the last, got ${axis}`);
    return join('concat')(layer, to, inputs);
  },
  ZeroPadding2D: (layer, to, [x]) => {
    checkImage(layer, x!);
    const [top, bottom, left, right] = layer.margins('padding');
    const margins = [
      [top, bottom],
      [left, right],
      [0, 0],
    ] as const;
    return to.add(layer.node.name, { op: 'pad', margins }, x!);
  },
  Cropping2D: (layer, to, [x]) => {
    checkImage(layer, x!);
    const { name } = layer.node;
    const [top, bottom, left, right] = layer.margins('cropping');
    const [height = 1, width = 1] = x!.shape;
    const rows = to.add(
      `${name}.rows`,
      { op: 'slice', axis: 0, start: top, end: height - bottom },
      x!,
    );
    return to.add(name, { op: 'slice', axis: 1, start: left, end: width - right }, rows);
  },
};

function targetShape(layer: LayerReader, { shape }: Value): number[] {
  const target = (layer.list('target_shape') ?? []) as (number | null)[];
  const size = shape.reduce((product, side) => product * side, 1);
  const known = target.reduce<number>(
    (product, side) => product * (side && side > 0 ? side : 1),
    1,
  );
  const sizes = target.map((side) => (side && side > 0 ? side : size / known));
  const fits = sizes.reduce((product, side) => product * side, 1) === size;
  layer.demand(fits, `cannot give [${shape.join(', ')}] the shape [${target.join(', ')}]`);
  return sizes;
}
