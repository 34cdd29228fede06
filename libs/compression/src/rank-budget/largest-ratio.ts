import type { Graph } from '@polymath/tensor';
import { layerCosts, totalCost } from '../low-rank/index.js';
import { costOf, ranksOf } from './layer-options.js';
import { layersFor, sizesOf } from './layer-sizes.js';
import type { CompressionTarget } from './ranks-for-target.js';

/**
 * The largest ratio that any ranks give: cost before over cost with each layer at its cheapest. Needs no weights, so it is quick
 * to know. `ranksForTarget` may reach a little less, since it goes down from EVBMF's ranks alone.
 *
 * @param layers names of the layers that may change; undefined: every convolution and dense layer
 * @throws invalid-input for a layer that cannot be decomposed
 */
export function largestRatio(
  graph: Graph,
  layers: readonly string[] | undefined,
  what: CompressionTarget['what'],
): number {
  const original = totalCost(layerCosts(graph).values())[what];
  const saved = sizesOf(graph, layersFor(graph, layers)).map((size) => {
    const whole = costOf(size, undefined)[what];
    return ranksOf(size).reduce(
      (most, ranks) => Math.max(most, whole - costOf(size, ranks)[what]),
      0,
    );
  });
  return original / (original - saved.reduce((a, b) => a + b, 0));
}
