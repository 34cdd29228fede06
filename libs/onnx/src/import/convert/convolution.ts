import { permute, type Constant } from '../../constant.js';
import type { Activation } from '../activation.js';
import type { LayerList } from '../layer-list.js';
import type { NodeReader } from '../node-reader.js';
import type { Conversion } from './conversion.js';
import { samePadding } from '../../same-padding.js';
import { asImage } from './hold.js';
import { isDilated, pair, readWindows } from './windows.js';

/** Conv: its weight [out, in, rows, columns] becomes [rows, columns, in, out]. */
export const convolution: Conversion = (node, layers) => {
  const image = asImage(node, layers, node.activation());
  const { weight, sizes } = readKernel(node);
  const [out, inputs, rows, columns] = sizes;
  const [, height = 1, width = 1] = image.shape;
  const layer = layers.add(
    node,
    {
      op: 'conv2d',
      in: inputs,
      out,
      ...readWindows(node, [height, width], [rows, columns]),
      bias: node.optionalConstant(2) !== undefined,
    },
    image,
  );
  return withParameters(node, layers, layer, { weight, out });
};

/** ConvTranspose: its weight [in, out, rows, columns] becomes [rows, columns, out, in]. */
export const transposedConvolution: Conversion = (node, layers) => {
  const image = asImage(node, layers, node.activation());
  const { weight, sizes } = readKernel(node);
  const [inputs, out, rows, columns] = sizes;
  const strides = pair(node, 'strides', [1, 1]);
  const layer = layers.add(
    node,
    {
      op: 'convTranspose2d',
      in: inputs,
      out,
      kernel: [rows, columns],
      strides,
      padding: transposedPadding(node, [rows, columns], strides),
      bias: node.optionalConstant(2) !== undefined,
    },
    image,
  );
  return withParameters(node, layers, layer, { weight, out });
};

type Sizes = readonly [number, number, number, number];

function readKernel(node: NodeReader): { weight: Constant; sizes: Sizes } {
  const weight = node.constant(1);
  if (node.int('group', 1) !== 1)
    throw node.invalid(`group must be 1, got ${node.int('group', 1)}`);
  if (weight.shape.length !== 4 || weight.integer) {
    throw node.invalid(`expected float weights of 4 dimensions, got [${weight.shape.join(', ')}]`);
  }
  const [, , rows = 0, columns = 0] = weight.shape;
  const [kernelRows, kernelColumns] = pair(node, 'kernel_shape', [rows, columns]);
  if (kernelRows === rows && kernelColumns === columns)
    return { weight, sizes: weight.shape as unknown as Sizes };
  throw node.invalid(
    `expected weights of ${kernelRows} x ${kernelColumns} pixels, got [${weight.shape.join(', ')}]`,
  );
}

function withParameters(
  node: NodeReader,
  layers: LayerList,
  layer: Activation,
  { weight, out }: { weight: Constant; out: number },
): Activation {
  layers.setParameter(layer.layer, 'weight', permute(weight, [2, 3, 1, 0]).data);
  const bias = node.optionalConstant(2);
  if (!bias) return layer;
  if (bias.data.length !== out)
    throw node.invalid(`expected a bias of [${out}], got [${bias.shape.join(', ')}]`);
  layers.setParameter(layer.layer, 'bias', bias.data);
  return layer;
}

/** `valid` is no padding at all; `same` multiplies the size by the stride. */
function transposedPadding(
  node: NodeReader,
  kernel: readonly [number, number],
  strides: readonly [number, number],
): 'same' | 'valid' {
  const pads = node.ints('pads') ?? [0, 0, 0, 0];
  const extra = pair(node, 'output_padding', [0, 0], 0);
  const isPlain = node.text('auto_pad', 'NOTSET') === 'NOTSET' && !node.has('output_shape');
  if (isPlain && !isDilated(node)) {
    if ([...pads, ...extra].every((rows) => rows === 0)) return 'valid';
    const { padding, extra: sameExtra } = samePadding(kernel, strides);
    const [top, bottom, left, right] = padding;
    const same = [top, left, bottom, right, ...sameExtra];
    if (String([...pads, ...extra]) === String(same)) return 'same';
  }
  throw node.invalid(
    `expected no padding, or one that multiplies the size by the stride; got pads ${pads.join(', ')}, output_padding ${extra.join(', ')}`,
  );
}
