import {
  DistillRequest,
  type DistillationStage,
  type DistillResponse,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { violations, type CallContext, type Violations } from '@polymath/service-kit';
import { checkNewNetwork } from './check-network.js';
import { checkTerm, type TermContext } from './check-terms.js';
import { checkBatches, checkOptimizer } from './check-training.js';
import { checkArtifact, checkImages, checkSeed } from './checks.js';
import { submitRequest, type SubmitParts } from './submit.js';

const most = { teachers: 16, earlierStages: 8, terms: 32 };

/** Makes a job that trains a student by labels and teachers. */
export function distillHandler(parts: SubmitParts) {
  return async (request: DistillRequest, context: CallContext): Promise<DistillResponse> => {
    check(request);
    const type = DistillRequest;
    return { job: await submitRequest(parts, { kind: 'Distill', type, request }, context) };
  };
}

function check(request: DistillRequest): void {
  const wrong = violations();
  const { teachers, earlierStages, batches, validation, test } = request;
  checkNewNetwork(wrong, 'student', request.student);
  wrong.that(teachers.length <= most.teachers, 'teachers', tooMany(most.teachers, teachers));
  teachers.forEach((teacher, i) => checkArtifact(wrong, `teachers[${i}]`, teacher));
  checkImages(wrong, 'training', request.training);
  if (validation) checkImages(wrong, 'validation', validation);
  if (test) checkImages(wrong, 'test', test);
  const context = { teachers: teachers.length, byClass: batches?.kind?.$case === 'byClass' };
  if (request.stage) checkStage(wrong.at('stage'), request.stage, context);
  else wrong.add('stage', 'is required');
  const few = earlierStages.length <= most.earlierStages;
  wrong.that(few, 'earlier_stages', tooMany(most.earlierStages, earlierStages));
  earlierStages.forEach((s, i) => checkStage(wrong.at(`earlier_stages[${i}]`), s, context));
  checkBatches(wrong, batches);
  checkSeed(wrong, request.seed);
  wrong.throwIfAny();
}

function checkStage(wrong: Violations, stage: DistillationStage, context: TermContext): void {
  const { terms } = stage;
  wrong.range('epochs', stage.epochs, 1, 1000);
  wrong.present('terms', terms);
  wrong.that(terms.length <= most.terms, 'terms', tooMany(most.terms, terms));
  terms.forEach((term, i) => checkTerm(wrong.at(`terms[${i}]`), term, context));
  const isLowered = terms.length === 0 || terms.some(staysAboveZero);
  wrong.that(
    isLowered,
    'terms',
    'need one whose weight is above 0 from the first epoch to the last',
  );
  checkOptimizer(wrong, stage.optimizer);
}

const staysAboveZero = ({ weight, lastWeight }: DistillationStage['terms'][number]) =>
  weight !== 0 && lastWeight !== 0;

const tooMany = (limit: number, list: readonly unknown[]) =>
  `must be at most ${limit}, got ${list.length}`;
