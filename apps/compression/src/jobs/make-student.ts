import {
  factorize,
  fineTune,
  isSlower,
  latencyGate,
  layerVersions,
  planOf,
  putInPlace,
  type Factorization,
  type FineTuning as FineTuningLoop,
  type FineTuningConfig,
  type LayerTimes,
} from '@polymath/compression';
import type {
  CompressClassifierRequest,
  FineTuning,
} from '@polymath/contracts/polymath/compression/v1/compression';
import type { CompressionPlan } from '@polymath/contracts/polymath/compression/v1/plan';
import type { JobFiles } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { disposeNetwork, networkFrom, type Network, type Training } from '@polymath/tensor';
import { decompositionsOf } from '../inputs/decompositions.js';
import { openFineTuningInputs, type FineTuningInputs } from '../inputs/fine-tuning-inputs.js';
import { fineTuningSettings } from '../inputs/fine-tuning-settings.js';
import { orDefault } from '@polymath/area/inputs';
import { toPlanMessage, withLatency } from '../inputs/plan-message.js';
import { nothingToTrain } from './nothing-to-train.js';
import { latencyBatchSize, timeOnNoise } from './time-per-input.js';
import { openOrFree, withNetworks } from './with-networks.js';

/** What the making of a student ends with. */
interface Made {
  student: Network;
  plan: CompressionPlan;
  bestEpoch: number | undefined;
}

/** A student in the making: `result` is there once `training` has begun to train it, which owns it. */
export interface Making {
  training: Training;
  result(): Made;
}

/** Decomposes a teacher, takes layers back that are slower if that is asked for, and fine-tunes what remains. */
export async function makeStudent(
  spec: CompressClassifierRequest,
  teacher: Network,
  files: JobFiles,
): Promise<Making> {
  const { fineTuning, seed } = spec;
  const opening = fineTuning && { fineTuning, seed: Number(seed) };
  const inputs = opening && (await openFineTuningInputs(opening, teacher, files));
  const factorization = factorize(teacher, decompositionsOf(spec, teacher));
  let made: (() => Made) | undefined;
  const begin = (times: readonly LayerTimes[]): Training => {
    const kept = withoutSlower(teacher, factorization, times);
    const student = networkFrom(kept.graph, kept.values);
    const isChanged = changedLayers(kept).length > 0;
    const tuning = openOrFree(student, () => tune(spec, { teacher, student, isChanged }, inputs));
    made = () => {
      const plan = planMessage(spec, teacher, { factorization, kept, times });
      return { student, plan, bestEpoch: tuning.bestEpoch };
    };
    return withNetworks(tuning, student);
  };
  const measure = (layer: string) => measureLayer(spec, layer, { teacher, factorization });
  const layers = changedLayers(factorization);
  return {
    training: spec.requireSpeedup ? latencyGate({ layers, measure, begin }) : begin([]),
    result: () => {
      if (!made) throw new PolymathError('internal', 'the student is not made yet');
      return made();
    },
  };
}

/** The layers that have become chains: those with full ranks are what they were. */
function changedLayers({ factorized }: Factorization): string[] {
  const names = [...factorized.keys()];
  return names.filter((name) => factorized.get(name)!.layers.some((part) => part.name !== name));
}

interface Source {
  teacher: Network;
  factorization: Factorization;
}

function measureLayer(
  { latencyBatchSize: batchSize }: CompressClassifierRequest,
  layer: string,
  { teacher, factorization }: Source,
): LayerTimes {
  const pair = layerVersions(teacher, layer, factorization.factorized.get(layer)!);
  const networks = [pair.original, pair.compressed];
  try {
    const size = orDefault(batchSize, latencyBatchSize);
    const [original = 0, compressed = 0] = timeOnNoise(networks, size);
    return { layer, original, compressed };
  } finally {
    networks.forEach(disposeNetwork);
  }
}

function withoutSlower(
  teacher: Network,
  factorization: Factorization,
  times: readonly LayerTimes[],
): Factorization {
  const slower = times.filter(isSlower).map(({ layer }) => layer);
  if (slower.length === 0) return factorization;
  const kept = [...factorization.factorized].filter(([layer]) => !slower.includes(layer));
  return putInPlace(teacher, new Map(kept));
}

/** Every layer that was asked for, and the cost of the student as it is. */
function planMessage(
  spec: CompressClassifierRequest,
  teacher: Network,
  parts: { factorization: Factorization; kept: Factorization; times: readonly LayerTimes[] },
): CompressionPlan {
  const asked = toPlanMessage(planOf(teacher, parts.factorization));
  const { compressed } = toPlanMessage(planOf(teacher, parts.kept));
  const batchSize = orDefault(spec.latencyBatchSize, latencyBatchSize);
  return withLatency({ ...asked, compressed }, parts.times, batchSize);
}

function tune(
  { fineTuning, seed: wide }: CompressClassifierRequest,
  { isChanged, ...networks }: { teacher: Network; student: Network; isChanged: boolean },
  inputs: FineTuningInputs | undefined,
): FineTuningLoop {
  // Where no layer is left decomposed, the student is its teacher and has nothing to learn.
  if (!fineTuning || !inputs || !isChanged) return nothingToTrain();
  return fineTune(configOf(fineTuning, Number(wide)), { ...networks, ...inputs });
}

function configOf(tuning: FineTuning, seed: number): FineTuningConfig {
  const { epochs, batchSize, learningRate } = fineTuningSettings(tuning);
  return {
    ...{ epochs, batchSize, learningRate },
    patience: tuning.patience,
    keepOrder: tuning.keepOrder,
    updateStatistics: tuning.source?.$case !== 'noise',
    seed,
  };
}
