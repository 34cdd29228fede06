import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import {
  TrainClassifierRequest,
  type TrainClassifierResponse,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { violations, type CallContext, type Violations } from '@polymath/service-kit';
import { checkArchitecture } from './check-network.js';
import {
  checkData,
  checkLearningRate,
  checkOptionalData,
  checkOrZero,
  checkSeed,
} from './checks.js';
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
  checkSources(wrong, request);
  wrong.range('epochs', request.epochs, 1, 1000);
  checkOrZero(wrong, 'batch_size', request.batchSize, [1, 4096]);
  checkLearningRate(wrong, 'learning_rate', request.learningRate);
  checkSeed(wrong, request.seed);
  wrong.throwIfAny();
}

function checkSources(wrong: Violations, request: TrainClassifierRequest): void {
  const { training, trainingTable, validation, validationTable } = request;
  const isTable = request.architecture === Architecture.ARCHITECTURE_MLP;
  if (isTable && !trainingTable) wrong.add('training_table', 'is required for MLP');
  else {
    checkData(wrong, {
      images: ['training', training],
      table: ['training_table', trainingTable],
    });
  }
  checkOptionalData(wrong, {
    images: ['validation', validation],
    table: ['validation_table', validationTable],
  });
  const [odd, needed] = isTable ? ['validation', 'a table'] : ['validation_table', 'images'];
  const given = isTable ? validation : validationTable;
  wrong.that(!given, odd, `the architecture takes ${needed}`);
  if (!isTable) wrong.that(!trainingTable, 'training_table', 'is for the architecture MLP alone');
}
