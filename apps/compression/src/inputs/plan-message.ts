import type { CompressionPlan, Cost, LayerPlan } from '@polymath/compression';
import type {
  CompressionPlan as PlanMessage,
  LayerPlan as LayerMessage,
  NetworkCost,
} from '@polymath/contracts/polymath/compression/v1/plan';

const bytesPerParameter = 4;

/** A plan as a message. */
export function toPlanMessage({ layers, original, compressed }: CompressionPlan): PlanMessage {
  return {
    layers: layers.map(toLayerMessage),
    original: toCost(original),
    compressed: toCost(compressed),
  };
}

function toLayerMessage(plan: LayerPlan): LayerMessage {
  const { layer, kind, ranks, fullRanks, relativeError } = plan;
  return {
    layer,
    kind,
    ranks: { input: ranks.in, output: ranks.out },
    fullRanks: { input: fullRanks.in, output: fullRanks.out },
    original: toCost(plan.original),
    compressed: toCost(plan.compressed),
    relativeError,
    warning: plan.warnings.join('; '),
  };
}

function toCost({ parameters, multiplyAdds }: Cost): NetworkCost {
  return {
    parameters: BigInt(parameters),
    multiplyAdds: BigInt(multiplyAdds),
    sizeBytes: BigInt(parameters * bytesPerParameter),
  };
}
