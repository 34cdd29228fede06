import {
  TrainEmbeddingRequest,
  type EmbeddingHead,
  type EmbeddingObjective,
  type TrainEmbeddingResponse,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { violations, type CallContext, type Violations } from '@polymath/service-kit';
import { checkNewNetwork } from './check-network.js';
import { checkBatches, checkOptimizer, checkTriplets } from './check-training.js';
import { checkArtifact, checkImages, checkNoModel, checkOrZero, checkSeed } from './checks.js';
import { submitRequest, type SubmitParts } from './submit.js';

const largestWeight = 1_000_000;

/** Makes a job that trains an embedding. */
export function trainEmbeddingHandler(parts: SubmitParts) {
  return async (
    request: TrainEmbeddingRequest,
    context: CallContext,
  ): Promise<TrainEmbeddingResponse> => {
    check(request);
    const type = TrainEmbeddingRequest;
    return { job: await submitRequest(parts, { kind: 'TrainEmbedding', type, request }, context) };
  };
}

function check(request: TrainEmbeddingRequest): void {
  const wrong = violations();
  checkNoModel(wrong, request.options);
  const { head, teacher, objective, validation, test } = request;
  checkNewNetwork(wrong, 'network', request.network);
  checkHead(wrong.at('head'), head);
  checkImages(wrong, 'training', request.training);
  if (validation) checkImages(wrong, 'validation', validation);
  if (test) checkImages(wrong, 'test', test);
  if (teacher) checkArtifact(wrong, 'teacher', teacher);
  else wrong.that(request.teacherLayer === '', 'teacher_layer', 'needs a teacher');
  if (objective) checkObjective(wrong.at('objective'), objective, request);
  const isByDefault = !teacher && !Object.values(weightsOf(objective)).some((weight) => weight > 0);
  const isBySize = request.batches?.kind?.$case === 'size';
  wrong.that(!(isByDefault && isBySize), 'batches', 'must be by_class: triplets are learned');
  wrong.range('epochs', request.epochs, 1, 1000);
  checkOptimizer(wrong, request.optimizer);
  checkBatches(wrong, request.batches);
  checkSeed(wrong, request.seed);
  wrong.throwIfAny();
}

function checkHead(wrong: Violations, head: EmbeddingHead | undefined): void {
  if (head) checkOrZero(wrong, 'size', head.size, [1, 4096]);
}

function checkObjective(
  wrong: Violations,
  objective: EmbeddingObjective,
  { teacher, batches }: TrainEmbeddingRequest,
): void {
  const { triplet, ...fromTeacher } = weightsOf(objective);
  wrong.range('triplet', triplet, 0, largestWeight);
  const isPossible = triplet === 0 || batches?.kind?.$case !== 'size';
  wrong.that(isPossible, 'triplet', 'needs batches.by_class');
  for (const [field, weight] of Object.entries(fromTeacher)) {
    wrong.range(field, weight, 0, largestWeight);
    wrong.that(weight === 0 || teacher !== undefined, field, 'needs a teacher');
  }
  checkTriplets(wrong, objective);
}

const weightsOf = (objective: EmbeddingObjective | undefined) => ({
  triplet: objective?.triplet ?? 0,
  relational_distance: objective?.relationalDistance ?? 0,
  relational_angle: objective?.relationalAngle ?? 0,
  dark_rank: objective?.darkRank ?? 0,
});
