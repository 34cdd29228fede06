import { PolymathError } from '@polymath/errors';
import {
  matrix,
  svd,
  transposed,
  type Layer,
  type LayerOf,
  type Matrix,
  type Svd,
} from '@polymath/tensor';
import { chooseRank, chooseRanks, type RankRule } from './ranks.js';
import { factorizeDense } from './svd-dense.js';
import { twoSidedDense } from './two-sided-dense.js';
import { tucker2 } from './tucker.js';
import { placesOf, spectraOf, type Kernel, type Sides } from './unfolding.js';

/** What can be decomposed. */
export type Decomposable = LayerOf<'conv2d' | 'dense'>;

/** What takes the place of a layer: a chain of layers with their weights. */
export interface FactorizedLayer {
  /** One after the other; the layer itself where its ranks are full. */
  readonly layers: readonly Layer[];
  /** By name; without biases. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly ranks: Sides<number>;
  readonly fullRanks: Sides<number>;
  /** Frobenius norm of the change of the weights over that of the weights. */
  readonly relativeError: number;
}

/**
 * Decomposes one layer; the last one of the chain has the bias.
 * @throws invalid-input that names the layer, for ranks that it cannot have
 */
export function factorizeLayer(
  layer: Decomposable,
  weight: Float32Array,
  rule: RankRule,
): FactorizedLayer {
  try {
    return layer.op === 'conv2d'
      ? factorizeConvolution(layer, weight, rule)
      : factorizeDenseLayer(layer, weight, rule);
  } catch (cause) {
    const { kind, message } = PolymathError.from(cause);
    throw new PolymathError(kind, `layer ${layer.name}: ${message}`, { cause });
  }
}

/** Reduce [1, 1, in, R_in], core [rows, columns, R_in, R_out] and expand [1, 1, R_out, out]; none where the rank is full. */
function factorizeConvolution(
  layer: LayerOf<'conv2d'>,
  weight: Float32Array,
  rule: RankRule,
): FactorizedLayer {
  const kernel: Kernel = { shape: [...layer.kernel, layer.in, layer.out], values: weight };
  const spectra = spectraOf(kernel);
  const ranks = chooseRanks(rule, placesOf(kernel), spectra);
  const { core, factors, errors } = tucker2(kernel, ranks, { spectra });
  const { in: a, out: b } = factors;
  const parts: Part[] = [];
  if (a) parts.push([pointwise(layer, 'reduce', [layer.in, a.columns]), a]);
  const middle = { ...layer, name: `${layer.name}.core`, in: ranks.in, out: ranks.out };
  parts.push([middle, core]);
  if (b) parts.push([pointwise(layer, 'expand', [b.columns, layer.out]), transposed(b)]);
  return {
    ...(a || b ? chain(layer, parts) : unchanged(layer, weight)),
    ranks,
    fullRanks: { in: layer.in, out: layer.out },
    relativeError: errors.at(-1)!,
  };
}

function factorizeDenseLayer(
  layer: LayerOf<'dense'>,
  weight: Float32Array,
  rule: RankRule,
): FactorizedLayer {
  const decomposition = svd(matrix(layer.in, layer.out, weight));
  if (rule.rule === 'fixed' && rule.twoSided) return twoSidedLayer(layer, decomposition, rule);
  const { values } = decomposition;
  const rank = chooseRank(rule, { values, rows: layer.in, columns: layer.out });
  const { reduce, expand, error } = factorizeDense(decomposition, rank);
  const parts: Part[] = [
    [{ ...layer, name: `${layer.name}.reduce`, out: rank }, reduce],
    [{ ...layer, name: `${layer.name}.expand`, in: rank }, expand],
  ];
  return {
    ...(rank < values.length ? chain(layer, parts) : unchanged(layer, weight)),
    ranks: { in: rank, out: rank },
    fullRanks: { in: values.length, out: values.length },
    relativeError: rank < values.length ? error : 0,
  };
}

/** Reduce [in, R_in], core [R_in, R_out] and expand [R_out, out], all of them whatever the ranks. */
function twoSidedLayer(
  layer: LayerOf<'dense'>,
  decomposition: Svd,
  { in: inward, out: outward = inward }: { in: number; out?: number },
): FactorizedLayer {
  const full = decomposition.values.length;
  const ranks = { in: inward, out: outward };
  const { reduce, core, expand, error } = twoSidedDense(decomposition, ranks);
  const part = (name: string, inputs: number, outputs: number) =>
    ({ ...layer, name: `${layer.name}.${name}`, in: inputs, out: outputs }) as const;
  const parts: Part[] = [
    [part('reduce', layer.in, ranks.in), reduce],
    [part('core', ranks.in, ranks.out), core],
    [part('expand', ranks.out, layer.out), expand],
  ];
  const fullRanks = { in: full, out: full };
  return { ...chain(layer, parts), ranks, fullRanks, relativeError: error };
}

type Part = [Decomposable, Matrix | Kernel];

function pointwise(
  { op, name, inputs }: LayerOf<'conv2d'>,
  part: 'reduce' | 'expand',
  [from, to]: readonly [number, number],
): LayerOf<'conv2d'> {
  const plain = { kernel: [1, 1], strides: [1, 1], padding: [0, 0, 0, 0], bias: false } as const;
  return { op, name: `${name}.${part}`, inputs, in: from, out: to, ...plain };
}

/** Each part reads the one before it, the first what the layer reads; the last has the bias. */
function chain(layer: Decomposable, parts: readonly Part[]) {
  const weights = new Map<string, Float32Array>();
  const layers = parts.map(([part, { values }], i): Layer => {
    weights.set(`${part.name}.weight`, Float32Array.from(values));
    const inputs = i === 0 ? layer.inputs : [parts[i - 1]![0].name];
    return { ...part, inputs, bias: layer.bias && i === parts.length - 1 };
  });
  return { layers, weights };
}

const unchanged = (layer: Decomposable, weight: Float32Array) => ({
  layers: [layer],
  weights: new Map([[`${layer.name}.weight`, weight]]),
});
