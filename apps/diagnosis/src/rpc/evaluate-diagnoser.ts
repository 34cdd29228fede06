import { checkArtifact, checkNoModel, submitRequest, type SubmitParts } from '@polymath/area';
import {
  EvaluateDiagnoserRequest,
  type EvaluateDiagnoserResponse,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { violations, type CallContext } from '@polymath/service-kit';
import { checkLabelled } from './check-recording.js';

/** Makes a job that measures a diagnoser on labelled recordings. */
export function evaluateDiagnoserHandler(parts: SubmitParts) {
  return async (
    request: EvaluateDiagnoserRequest,
    context: CallContext,
  ): Promise<EvaluateDiagnoserResponse> => {
    check(request);
    const made = { kind: 'EvaluateDiagnoser', type: EvaluateDiagnoserRequest, request };
    return { job: await submitRequest(parts, 'diagnosis', made, context) };
  };
}

function check({ options, diagnoser, recordings }: EvaluateDiagnoserRequest): void {
  const wrong = violations();
  checkNoModel(wrong, options);
  checkArtifact(wrong, 'diagnoser', diagnoser);
  checkLabelled(wrong, recordings, 1);
  wrong.throwIfAny();
}
