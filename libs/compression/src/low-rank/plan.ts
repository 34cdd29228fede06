import type { Network } from '@polymath/tensor';
import { layerCosts, totalCost, type Cost } from './cost.js';
import { factorize, type Factorization, type LayerDecomposition } from './decompose.js';
import type { Decomposable, FactorizedLayer } from './factorize-layer.js';
import type { Sides } from './unfolding.js';

/** What decomposing a layer would bring. */
export interface LayerPlan {
  readonly layer: string;
  readonly kind: Decomposable['op'];
  readonly ranks: Sides<number>;
  readonly fullRanks: Sides<number>;
  readonly original: Cost;
  readonly compressed: Cost;
  /** M of Kim et al., section 3.1: weights before over weights after, without the bias. */
  readonly memoryRatio: number;
  /** E: multiply-adds before over multiply-adds after. */
  readonly speedRatio: number;
  /** Frobenius norm of the change of the weights over that of the weights. */
  readonly relativeError: number;
  /** Why it does not pay; empty where it does. */
  readonly warnings: readonly string[];
}

/** What decomposing a network would bring. */
export interface CompressionPlan {
  readonly layers: readonly LayerPlan[];
  readonly original: Cost;
  readonly compressed: Cost;
}

/**
 * Ranks, costs and errors of a decomposition, which makes no network.
 * @throws invalid-input as `decompose` does
 */
export function planCompression(
  network: Network,
  decompositions: readonly LayerDecomposition[],
): CompressionPlan {
  return planOf(network, factorize(network, decompositions));
}

/** What a decomposition that has been computed brings. */
export function planOf(network: Network, { graph, factorized }: Factorization): CompressionPlan {
  const before = layerCosts(network.graph);
  const after = layerCosts(graph);
  return {
    layers: [...factorized].map(([name, layer]) => {
      const compressed = totalCost(layer.layers.map((part) => after.get(part.name)!));
      return planLayer(name, layer, before.get(name)!, compressed);
    }),
    original: totalCost(before.values()),
    compressed: totalCost(after.values()),
  };
}

function planLayer(
  name: string,
  { layers, ranks, fullRanks, relativeError }: FactorizedLayer,
  original: Cost,
  compressed: Cost,
): LayerPlan {
  const last = layers.at(-1) as Decomposable;
  const biases = last.bias ? last.out : 0;
  const memoryRatio = (original.parameters - biases) / (compressed.parameters - biases);
  const speedRatio = original.multiplyAdds / compressed.multiplyAdds;
  const warnings = [
    ...(memoryRatio <= 1 ? [`no fewer parameters: ${difference('parameters')}`] : []),
    ...(speedRatio <= 1 ? [`no fewer multiply-adds: ${difference('multiplyAdds')}`] : []),
  ];
  const costs = { original, compressed, memoryRatio, speedRatio };
  return { layer: name, kind: last.op, ranks, fullRanks, ...costs, relativeError, warnings };

  function difference(what: keyof Cost): string {
    return `${original[what]} before, ${compressed[what]} after`;
  }
}
