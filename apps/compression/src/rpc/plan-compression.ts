import { computeOnce, type ComputeParts } from '@polymath/area';
import {
  PlanCompressionRequest,
  PlanCompressionResponse,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { violations, type CallContext } from '@polymath/service-kit';
import { checkArtifact, checkDecompositions } from './checks.js';

/** Plans a compression in the engine process, without a job. */
export function planCompressionHandler(parts: ComputeParts) {
  return async (
    request: PlanCompressionRequest,
    { signal }: CallContext,
  ): Promise<PlanCompressionResponse> => {
    check(request);
    const messages = { request: PlanCompressionRequest, response: PlanCompressionResponse };
    return computeOnce(parts, { name: 'PlanCompression', ...messages }, request, signal);
  };
}

function check(request: PlanCompressionRequest): void {
  const wrong = violations();
  checkArtifact(wrong, 'teacher', request.teacher);
  checkDecompositions(wrong, request);
  wrong.throwIfAny();
}
