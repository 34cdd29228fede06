import {
  CompressClassifierRequest,
  Noise_Distribution,
  PlanCompressionRequest,
  PlanCompressionResponse,
  type CompressClassifierResponse,
  type FineTuning,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { computeOnce, type ComputeParts } from '@polymath/area';
import { violations, type CallContext, type Violations } from '@polymath/service-kit';
import {
  checkArtifact,
  checkDecompositions,
  checkImages,
  checkLearningRate,
  checkOptionalData,
  checkOrZero,
  checkSeed,
  checkTable,
} from './checks.js';
import { submitRequest, type SubmitParts } from './submit.js';

/** Makes a job that decomposes a classifier and fine-tunes the result. */
export function compressClassifierHandler(parts: SubmitParts & ComputeParts) {
  return async (
    request: CompressClassifierRequest,
    context: CallContext,
  ): Promise<CompressClassifierResponse> => {
    check(request);
    await checkTarget(parts, request, context);
    const type = CompressClassifierRequest;
    const job = await submitRequest(parts, { kind: 'CompressClassifier', type, request }, context);
    return { job };
  };
}

/** The engine knows what is within reach of a target: better said now than by a job that fails. */
async function checkTarget(
  parts: ComputeParts,
  { teacher, layers, target }: CompressClassifierRequest,
  { signal }: CallContext,
): Promise<void> {
  if (!target) return;
  const messages = { request: PlanCompressionRequest, response: PlanCompressionResponse };
  await computeOnce(
    parts,
    { name: 'CheckTarget', ...messages },
    { teacher, layers, target },
    signal,
  );
}

function check(request: CompressClassifierRequest): void {
  const wrong = violations();
  checkArtifact(wrong, 'teacher', request.teacher);
  if (!request.target) wrong.present('layers', request.layers);
  checkDecompositions(wrong, request);
  if (request.fineTuning) checkFineTuning(wrong.at('fine_tuning'), request.fineTuning);
  const { test, testTable } = request;
  checkOptionalData(wrong, { images: ['test', test], table: ['test_table', testTable] });
  checkSeed(wrong, request.seed);
  checkOrZero(wrong, 'latency_batch_size', request.latencyBatchSize, [1, 4096]);
  wrong.throwIfAny();
}

function checkFineTuning(wrong: Violations, tuning: FineTuning): void {
  checkOrZero(wrong, 'samples', tuning.samples, [1, 1_000_000]);
  checkOrZero(wrong, 'epochs', tuning.epochs, [1, 10_000]);
  checkOrZero(wrong, 'batch_size', tuning.batchSize, [1, 4096]);
  checkLearningRate(wrong, 'learning_rate', tuning.learningRate);
  wrong.range('patience', tuning.patience, 0, 10_000);
  const { validation, validationTable } = tuning;
  checkOptionalData(wrong, {
    images: ['validation', validation],
    table: ['validation_table', validationTable],
  });
  if (tuning.heldOut) checkArtifact(wrong, 'held_out.artifact', tuning.heldOut.artifact);
  checkSource(wrong, tuning.source);
  const fits = !tuning.blended || tuning.source?.$case === 'generators';
  wrong.that(fits, 'blended', 'goes with generators only: they make what is blended');
}

function checkSource(wrong: Violations, source: FineTuning['source']): void {
  switch (source?.$case) {
    case undefined:
      wrong.add('source', 'one of generators, noise, images, table is required');
      return;
    case 'generators':
      checkArtifact(wrong, 'generators.artifact', source.value.artifact);
      return;
    case 'images':
      checkImages(wrong, 'images', source.value);
      return;
    case 'table':
      checkTable(wrong, 'table', source.value);
      return;
    case 'noise': {
      const { DISTRIBUTION_UNIFORM, DISTRIBUTION_GAUSSIAN } = Noise_Distribution;
      const { distribution } = source.value;
      const known = distribution === DISTRIBUTION_UNIFORM || distribution === DISTRIBUTION_GAUSSIAN;
      wrong.that(known, 'noise.distribution', `must be UNIFORM or GAUSSIAN, got ${distribution}`);
    }
  }
}
