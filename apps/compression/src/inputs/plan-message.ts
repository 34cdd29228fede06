import {
  isSlower,
  type CompressionPlan,
  type Cost,
  type LayerPlan,
  type LayerTimes,
} from '@polymath/compression';
import type {
  CompressionPlan as PlanMessage,
  LayerLatency,
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
    ranks: toRanks(ranks),
    fullRanks: toRanks(fullRanks),
    original: toCost(plan.original),
    compressed: toCost(plan.compressed),
    relativeError,
    warning: plan.warnings.join('; '),
    latency: undefined,
  };
}

/** A plan with the times that were measured of its layers, and which of them were taken back. */
export function withLatency(
  plan: PlanMessage,
  times: readonly LayerTimes[],
  batchSize: number,
): PlanMessage {
  const byLayer = new Map(times.map((time) => [time.layer, time]));
  const layers = plan.layers.map((layer) => {
    const time = byLayer.get(layer.layer);
    return time ? { ...layer, latency: toLatency(time, batchSize) } : layer;
  });
  return { ...plan, layers };
}

function toLatency(times: LayerTimes, batchSize: number): LayerLatency {
  return {
    batchSize,
    originalSecondsPerInput: times.original,
    compressedSecondsPerInput: times.compressed,
    mergedBack: isSlower(times),
  };
}

const toRanks = ({ in: input, out: output }: LayerPlan['ranks']) => ({
  ...{ input, output },
  twoSided: false,
});

function toCost({ parameters, multiplyAdds }: Cost): NetworkCost {
  return {
    parameters: BigInt(parameters),
    multiplyAdds: BigInt(multiplyAdds),
    sizeBytes: BigInt(parameters * bytesPerParameter),
  };
}
