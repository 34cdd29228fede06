import { checkArtifact, computeOnce, type ComputeParts } from '@polymath/area';
import {
  DescribeDiagnoserRequest,
  DescribeDiagnoserResponse,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { violations, type CallContext } from '@polymath/service-kit';

/** Describes a diagnoser in the engine process, without a job. */
export function describeDiagnoserHandler(parts: ComputeParts) {
  return async (
    request: DescribeDiagnoserRequest,
    { signal }: CallContext,
  ): Promise<DescribeDiagnoserResponse> => {
    const wrong = violations();
    checkArtifact(wrong, 'diagnoser', request.diagnoser);
    wrong.throwIfAny();
    const messages = { request: DescribeDiagnoserRequest, response: DescribeDiagnoserResponse };
    return computeOnce(parts, { name: 'DescribeDiagnoser', ...messages }, request, signal);
  };
}
