import { checkArtifact, checkOrZero, computeOnce, type ComputeParts } from '@polymath/area';
import {
  DiagnoseRecordingRequest,
  DiagnoseRecordingResponse,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { violations, type CallContext } from '@polymath/service-kit';
import { checkRecording } from './check-recording.js';

/** Diagnoses a recording in the engine process, without a job. */
export function diagnoseRecordingHandler(parts: ComputeParts) {
  return async (
    request: DiagnoseRecordingRequest,
    { signal }: CallContext,
  ): Promise<DiagnoseRecordingResponse> => {
    check(request);
    const messages = { request: DiagnoseRecordingRequest, response: DiagnoseRecordingResponse };
    return computeOnce(parts, { name: 'DiagnoseRecording', ...messages }, request, signal);
  };
}

function check(request: DiagnoseRecordingRequest): void {
  const wrong = violations();
  checkArtifact(wrong, 'diagnoser', request.diagnoser);
  checkRecording(wrong, 'recording', request.recording);
  checkOrZero(wrong, 'hop', request.hop, [1, 1_000_000]);
  checkOrZero(wrong, 'most_reasons', request.mostReasons, [1, 100]);
  wrong.throwIfAny();
}
