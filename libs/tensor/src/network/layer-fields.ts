import { PolymathError } from '@polymath/errors';
import type { Layer, LayerOf, LayerOp } from './graph.js';

/** A field's range: in words, and as a test of what may be anything. */
interface Range {
  words: string;
  holds: (value: unknown) => boolean;
}

const whole = (least: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= least;
const listOf = (length: number, holds: Range['holds']) => (value: unknown) =>
  Array.isArray(value) && value.length === length && value.every(holds);
const between = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && value >= least && value <= most;

const size: Range = { words: 'a whole number of at least 1', holds: whole(1) };
const place: Range = { words: 'a whole number of at least 0', holds: whole(0) };
const sizes: Range = { words: 'two whole numbers of at least 1', holds: listOf(2, whole(1)) };
const image: Range = { words: 'three whole numbers of at least 1', holds: listOf(3, whole(1)) };
const padding: Range = { words: 'four whole numbers of at least 0', holds: listOf(4, whole(0)) };
const flag: Range = { words: 'true or false', holds: (value) => typeof value === 'boolean' };
const share: Range = { words: 'a number from 0 to 1', holds: between(0, 1) };
const probability: Range = {
  words: 'a number from 0 to below 1',
  holds: (value) => between(0, 1)(value) && value !== 1,
};
const slope: Range = { words: 'a number', holds: between(-1e30, 1e30) };
const named: Range = { words: 'same or valid', holds: (v) => v === 'same' || v === 'valid' };
const margins: Range = {
  words: 'a list of pairs of whole numbers of at least 0',
  holds: (value) => Array.isArray(value) && value.every(listOf(2, whole(0))),
};

type Fields<Op extends LayerOp> = Record<Exclude<keyof LayerOf<Op>, keyof Named>, Range>;
type Named = Pick<Layer, 'name' | 'inputs' | 'op'>;

const kernel = { kernel: sizes, strides: sizes };
const pooling = { ...kernel, padding };

/** The fields of each op. */
const table: { [Op in LayerOp]: Fields<Op> } = {
  conv2d: { in: size, out: size, ...kernel, padding, bias: flag },
  convTranspose2d: { in: size, out: size, ...kernel, padding: named, bias: flag },
  dense: { in: size, out: size, bias: flag },
  batchNorm: { channels: size, epsilon: share, momentum: share, affine: flag },
  relu: {},
  tanh: {},
  sigmoid: {},
  softmax: {},
  identity: {},
  elu: { alpha: slope },
  leakyRelu: { alpha: slope },
  dropout: { rate: probability },
  maxPool: pooling,
  averagePool: pooling,
  globalAveragePool: {},
  flatten: {},
  reshape: { shape: image },
  add: {},
  concat: {},
  subsample: { strides: sizes },
  pad: { margins },
  slice: { axis: place, start: place, end: size },
  standardize: { epsilon: share },
  normalize: {},
};

const severalInputs: readonly string[] = ['add', 'concat'];

/**
 * Checks what types promise, for graphs that come from a file or from arithmetic: a known op, as many inputs as it reads,
 * every field in its range.
 * @throws invalid-input that names the layer, the field, what is expected and what came
 */
export function checkFields(layer: Layer): void {
  const title = `layer ${layer.name} (${layer.op})`;
  if (!Object.hasOwn(table, layer.op)) throw invalid(`${title}: there is no such op`);
  const { length } = layer.inputs;
  if (length === 0 || (length > 1 && !severalInputs.includes(layer.op))) {
    const expected = severalInputs.includes(layer.op) ? 'at least 1 input' : '1 input';
    throw invalid(`${title}: expected ${expected}, got ${length}`);
  }
  const values = layer as unknown as Record<string, unknown>;
  for (const [field, { words, holds }] of Object.entries<Range>(table[layer.op])) {
    if (holds(values[field])) continue;
    throw invalid(`${title}: ${field} must be ${words}, got ${JSON.stringify(values[field])}`);
  }
}

const invalid = (message: string) => new PolymathError('invalid-input', message);
