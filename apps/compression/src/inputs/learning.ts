import type { BatchConfig, LabelledSource, OptimizerConfig } from '@polymath/compression';
import {
  Optimizer_Kind,
  type LearningBatches,
  type Optimizer,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { orDefault } from '@polymath/area/inputs';

const imagesAtOnce = 64;
const byClass = { classes: 25, imagesPerClass: 5 };

/** The optimiser of a request with its defaults. @param usual its kind where the request names none */
export function toOptimizerConfig(
  given: Optimizer | undefined,
  usual: OptimizerConfig['kind'],
): OptimizerConfig {
  const kind = kindOf(given) ?? usual;
  const { fallEpochs = [], fallFactor = 0 } = given ?? {};
  const schedule = { epochs: fallEpochs, factor: orDefault(fallFactor, 0.1) };
  const common = fallEpochs.length > 0 ? { schedule } : {};
  const learningRate = given?.learningRate ?? 0;
  if (kind === 'adam') {
    const weightDecay = given?.weightDecay ?? 1e-5;
    return { kind, learningRate: orDefault(learningRate, 1e-3), weightDecay, ...common };
  }
  return {
    ...{ kind, learningRate: orDefault(learningRate, 0.05), momentum: given?.momentum ?? 0.9 },
    ...{ weightDecay: given?.weightDecay ?? 5e-4, ...common },
  };
}

function kindOf(given: Optimizer | undefined): OptimizerConfig['kind'] | undefined {
  if (given?.kind === Optimizer_Kind.KIND_SGD) return 'sgd';
  return given?.kind === Optimizer_Kind.KIND_ADAM ? 'adam' : undefined;
}

/** The batches of a request with their defaults. @param usual how they are made where the request does not say */
export function toBatchConfig(
  given: LearningBatches | undefined,
  { labels }: LabelledSource,
  usual: 'random' | 'by class',
): BatchConfig {
  const { kind } = given ?? {};
  if (kind?.$case === 'size') return { size: kind.value };
  if (!kind && usual === 'random') return { size: imagesAtOnce };
  const { classes = 0, imagesPerClass = 0, batchesPerEpoch = 0 } = kind?.value ?? {};
  return {
    classes: orDefault(classes, Math.min(byClass.classes, new Set(labels).size)),
    itemsPerClass: orDefault(imagesPerClass, byClass.imagesPerClass),
    ...(batchesPerEpoch > 0 ? { batchesPerEpoch } : {}),
  };
}
