import {
  PlanCompressionRequest,
  PlanCompressionResponse,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { PolymathError } from '@polymath/errors';
import { violations, type CallContext } from '@polymath/service-kit';
import { checkArtifact, checkDecompositions } from './checks.js';
import type { ComputeParts } from './compute.js';

/** Plans a compression in the engine process, without a job. */
export function planCompressionHandler({ call }: ComputeParts) {
  return async (
    request: PlanCompressionRequest,
    { signal }: CallContext,
  ): Promise<PlanCompressionResponse> => {
    check(request);
    const bytes = PlanCompressionRequest.encode(request).finish();
    for await (const response of call('PlanCompression', bytes, signal)) {
      return PlanCompressionResponse.decode(response);
    }
    throw new PolymathError('internal', 'the engine gave no plan');
  };
}

function check(request: PlanCompressionRequest): void {
  const wrong = violations();
  checkArtifact(wrong, 'teacher', request.teacher);
  checkDecompositions(wrong, request);
  wrong.throwIfAny();
}
