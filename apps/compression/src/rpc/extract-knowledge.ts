import {
  ExtractKnowledgeRequest,
  TeacherMode,
  type ExtractKnowledgeResponse,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { violations, type CallContext } from '@polymath/service-kit';
import {
  checkArtifact,
  checkLearningRate,
  checkNoModel,
  checkOrZero,
  checkSeed,
  isOneOf,
  namesIn,
} from './checks.js';
import { submitRequest, type SubmitParts } from './submit.js';

/** Makes a job that learns generators from a classifier alone. */
export function extractKnowledgeHandler(parts: SubmitParts) {
  return async (
    request: ExtractKnowledgeRequest,
    context: CallContext,
  ): Promise<ExtractKnowledgeResponse> => {
    check(request);
    const type = ExtractKnowledgeRequest;
    const job = await submitRequest(parts, { kind: 'ExtractKnowledge', type, request }, context);
    return { job };
  };
}

function check(request: ExtractKnowledgeRequest): void {
  const wrong = violations();
  checkNoModel(wrong, request.options);
  checkArtifact(wrong, 'teacher', request.teacher);
  checkOrZero(wrong, 'generators', request.generators, [1, 16]);
  checkOrZero(wrong, 'epochs', request.epochs, [1, 10_000]);
  checkOrZero(wrong, 'batches_per_epoch', request.batchesPerEpoch, [1, 10_000]);
  checkOrZero(wrong, 'batch_size', request.batchSize, [2, 4096]);
  checkLearningRate(wrong, 'learning_rate', request.learningRate);
  wrong.range('alpha', request.alpha ?? 1, 0, 1e6);
  wrong.range('beta', request.beta ?? 0, 0, 1e6);
  wrong.range('decoder_layers', request.decoderLayers ?? 1, 0, 8);
  const known = isOneOf(TeacherMode, request.teacherMode);
  wrong.that(
    known,
    'teacher_mode',
    `must be one of ${namesIn(TeacherMode)}, got ${request.teacherMode}`,
  );
  checkSeed(wrong, request.seed);
  wrong.throwIfAny();
}
