import { computeOnce, type ComputeParts } from '@polymath/area';
import {
  ListLayersRequest,
  ListLayersResponse,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { violations, type CallContext } from '@polymath/service-kit';
import { checkImageArchitecture } from './check-network.js';
import { checkArtifact } from './checks.js';

/** Lists the layers of a network in the engine process, without a job. */
export function listLayersHandler(parts: ComputeParts) {
  return async (
    request: ListLayersRequest,
    { signal }: CallContext,
  ): Promise<ListLayersResponse> => {
    check(request);
    const messages = { request: ListLayersRequest, response: ListLayersResponse };
    return computeOnce(parts, { name: 'ListLayers', ...messages }, request, signal);
  };
}

function check({ network, names }: ListLayersRequest): void {
  const wrong = violations();
  if (!network) wrong.add('network', 'one of artifact, architecture is required');
  else if (network.$case === 'artifact') checkArtifact(wrong, 'artifact', network.value);
  else checkImageArchitecture(wrong, 'architecture', network.value);
  names.forEach((name, i) => wrong.present(`names[${i}]`, name));
  wrong.throwIfAny();
}
