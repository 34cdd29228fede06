import { PolymathError } from '@polymath/errors';
import { matrix, parameterValues, svd, type Network } from '@polymath/tensor';
import {
  layerCosts,
  spectraOf,
  totalCost,
  type Cost,
  type Decomposable,
  type LayerDecomposition,
} from '../low-rank/index.js';
import { allocate } from './allocate.js';
import { frontier } from './frontier.js';
import {
  layerOptions,
  type LayerOption,
  type LayerOptions,
  type LayerSpectra,
} from './layer-options.js';
import { layersFor, sizesOf } from './layer-sizes.js';

/** How much smaller a whole network is to be. */
export interface CompressionTarget {
  readonly what: keyof Cost;
  /** Cost before over cost after, at least 1. */
  readonly ratio: number;
}

/**
 * Ranks of all layers together: those that lose least, Σ over layers of the lost share of squared singular values, among those
 * with which the network costs at most 1/ratio of what it did. EVBMF's ranks are the start: a network that is to be smaller
 * than with them has no larger rank anywhere, one that may be larger has no smaller one.
 *
 * @param layers names of the layers that may change; undefined: every convolution and dense layer
 * @returns a decomposition for each layer that changes
 * @throws invalid-input for a layer that cannot be decomposed, and for a ratio that cannot be reached, with the range of those
 * that can
 */
export function ranksForTarget(
  network: Network,
  layers: readonly string[] | undefined,
  target: CompressionTarget,
): LayerDecomposition[] {
  const { graph } = network;
  const chosen = layersFor(graph, layers);
  const options = optionsOf(network, chosen, target.what);
  const original = totalCost(layerCosts(graph).values())[target.what];
  const result = shareOut(options, original, target);
  return result.flatMap(({ ranks }, i) => toDecomposition(chosen[i]!, ranks));
}

function optionsOf(
  network: Network,
  layers: readonly Decomposable[],
  what: keyof Cost,
): LayerOptions[] {
  const sizes = sizesOf(network.graph, layers);
  const values = parameterValues(network.parameters);
  return layers.map((layer, i) => {
    const spectra = spectraOfLayer(layer, values.get(`${layer.name}.weight`)!);
    return layerOptions(sizes[i]!, spectra, what);
  });
}

function shareOut(
  options: readonly LayerOptions[],
  original: number,
  { what, ratio }: CompressionTarget,
): LayerOption[] {
  const whole = sum(options.map(({ all }) => all.at(-1)!.cost[what]));
  const start = sum(options.map((layer) => layer.start.cost[what]));
  // A ratio of whole numbers is met though a quotient of quotients rounds.
  const allowed = Math.floor((original / ratio) * (1 + 1e-12)) - (original - whole);
  const direction = allowed < start ? 'thinner' : 'closer';
  const lists = options.map((layer) => frontier(layer, direction, what));
  const choices = lists.map((list) => list.map(({ cost, loss }) => ({ cost: cost[what], loss })));
  const places = ratio >= 1 ? allocate(choices, allowed) : undefined;
  if (places) return places.map((place, l) => lists[l]![place]!);
  const thinnest = options.map((layer) => frontier(layer, 'thinner', what)[0]!.cost[what]);
  throw unattainable({ what, ratio }, original / (original - whole + sum(thinnest)));
}

function unattainable({ what, ratio }: CompressionTarget, largest: number): PolymathError {
  const name = what === 'parameters' ? 'parameters' : 'multiply-adds';
  // Rounded down, so that what the message offers can be had.
  const most = Math.floor(largest * 1000) / 1000;
  return new PolymathError(
    'invalid-input',
    `the ratio of ${name} must be from 1 to ${most} for these layers, got ${ratio}`,
  );
}

function spectraOfLayer(layer: Decomposable, weight: Float32Array): LayerSpectra {
  if (layer.op === 'conv2d') {
    return spectraOf({ shape: [...layer.kernel, layer.in, layer.out], values: weight });
  }
  const { values } = svd(matrix(layer.in, layer.out, weight));
  const spectrum = { values, rows: layer.in, columns: layer.out };
  return { in: spectrum, out: spectrum };
}

function toDecomposition(
  { name, op }: Decomposable,
  ranks: LayerOption['ranks'],
): LayerDecomposition[] {
  if (!ranks) return [];
  const out = op === 'conv2d' ? { out: ranks.out } : {};
  return [{ layer: name, ranks: { rule: 'fixed', in: ranks.in, ...out } }];
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
