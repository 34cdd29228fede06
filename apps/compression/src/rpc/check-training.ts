import {
  Mining,
  Optimizer_Kind,
  type LearningBatches,
  type Optimizer,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import type { Violations } from '@polymath/service-kit';
import { checkLearningRate, checkOrZero, isOneOf, namesIn } from './checks.js';

/** Demands an optimiser whose settings can be. */
export function checkOptimizer(wrong: Violations, optimizer: Optimizer | undefined): void {
  if (!optimizer) return;
  const at = wrong.at('optimizer');
  const { kind, learningRate, momentum, weightDecay = 0, fallEpochs, fallFactor } = optimizer;
  at.that(
    isOneOf(Optimizer_Kind, kind),
    'kind',
    `must be one of ${namesIn(Optimizer_Kind)}, got ${kind}`,
  );
  checkLearningRate(at, 'learning_rate', learningRate);
  if (momentum !== undefined) {
    const isSgd = kind !== Optimizer_Kind.KIND_ADAM;
    at.that(isSgd, 'momentum', 'is only for SGD');
    at.that(
      momentum >= 0 && momentum < 1,
      'momentum',
      `must be from 0 to below 1, got ${momentum}`,
    );
  }
  at.range('weight_decay', weightDecay, 0, 1);
  at.that(fallEpochs.length <= 100, 'fall_epochs', `must be at most 100, got ${fallEpochs.length}`);
  at.range('fall_factor', fallFactor, 0, 1);
}

/** Demands batches that can be. */
export function checkBatches(wrong: Violations, batches: LearningBatches | undefined): void {
  const at = wrong.at('batches');
  if (batches?.kind?.$case === 'size') at.range('size', batches.kind.value, 2, 4096);
  if (batches?.kind?.$case !== 'byClass') return;
  const by = at.at('by_class');
  const { classes, imagesPerClass, batchesPerEpoch } = batches.kind.value;
  checkOrZero(by, 'classes', classes, [2, 1000]);
  checkOrZero(by, 'images_per_class', imagesPerClass, [1, 1000]);
  checkOrZero(by, 'batches_per_epoch', batchesPerEpoch, [1, 100_000]);
}

/** Demands a margin of triplets and a way to find their negatives. */
export function checkTriplets(
  wrong: Violations,
  { margin, mining }: { margin: number; mining: Mining },
): void {
  wrong.range('margin', margin, 0, 1000);
  wrong.that(isOneOf(Mining, mining), 'mining', `must be one of ${namesIn(Mining)}, got ${mining}`);
}
