import {
  TrainClassifierRequest,
  type TrainClassifierResponse,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { violations, type CallContext } from '@polymath/service-kit';
import { checkArchitecture } from './check-network.js';
import { checkImages, checkLearningRate, checkOrZero, checkSeed } from './checks.js';
import { submitRequest, type SubmitParts } from './submit.js';

/** Makes a job that trains a classifier. */
export function trainClassifierHandler(parts: SubmitParts) {
  return async (
    request: TrainClassifierRequest,
    context: CallContext,
  ): Promise<TrainClassifierResponse> => {
    check(request);
    const type = TrainClassifierRequest;
    const job = await submitRequest(parts, { kind: 'TrainClassifier', type, request }, context);
    return { job };
  };
}

function check(request: TrainClassifierRequest): void {
  const wrong = violations();
  checkArchitecture(wrong, 'architecture', request.architecture);
  checkImages(wrong, 'training', request.training);
  if (request.validation) checkImages(wrong, 'validation', request.validation);
  wrong.range('epochs', request.epochs, 1, 1000);
  checkOrZero(wrong, 'batch_size', request.batchSize, [1, 4096]);
  checkLearningRate(wrong, 'learning_rate', request.learningRate);
  checkSeed(wrong, request.seed);
  wrong.throwIfAny();
}
