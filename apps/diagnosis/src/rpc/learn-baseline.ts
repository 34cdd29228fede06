import { checkArtifact, submitRequest, type SubmitParts } from '@polymath/area';
import {
  LearnBaselineRequest,
  type LearnBaselineResponse,
} from '@polymath/contracts/polymath/diagnosis/v1/live';
import { violations, type CallContext } from '@polymath/service-kit';
import { checkRecording } from './check-recording.js';

const mostFiles = 1000;

/** Makes a job that learns what a machine is like while it is healthy. */
export function learnBaselineHandler(parts: SubmitParts) {
  return async (
    request: LearnBaselineRequest,
    context: CallContext,
  ): Promise<LearnBaselineResponse> => {
    check(request);
    const made = { kind: 'LearnBaseline', type: LearnBaselineRequest, request };
    return { job: await submitRequest(parts, 'diagnosis', made, context) };
  };
}

function check({ diagnoser, recordings, collected }: LearnBaselineRequest): void {
  const wrong = violations();
  checkArtifact(wrong, 'diagnoser', diagnoser);
  const files = recordings.length + collected.length;
  wrong.that(files >= 1 && files <= mostFiles, 'recordings', `must be, together with collected, from 1 to ${mostFiles}, got ${files}`); // prettier-ignore
  recordings.forEach(({ recording }, i) =>
    checkRecording(wrong.at(`recordings[${i}]`), 'recording', recording),
  );
  collected.forEach((file, i) => checkArtifact(wrong, `collected[${i}]`, file));
  wrong.throwIfAny();
}
