import {
  ListLayersRequest,
  ListLayersResponse,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { PolymathError } from '@polymath/errors';
import { violations, type CallContext } from '@polymath/service-kit';
import { checkArchitecture } from './check-network.js';
import { checkArtifact } from './checks.js';
import type { ComputeParts } from './compute.js';

/** Lists the layers of a network in the engine process, without a job. */
export function listLayersHandler({ call }: ComputeParts) {
  return async (
    request: ListLayersRequest,
    { signal }: CallContext,
  ): Promise<ListLayersResponse> => {
    check(request);
    const bytes = ListLayersRequest.encode(request).finish();
    for await (const response of call('ListLayers', bytes, signal)) {
      return ListLayersResponse.decode(response);
    }
    throw new PolymathError('internal', 'the engine gave no layers');
  };
}

function check({ network, names }: ListLayersRequest): void {
  const wrong = violations();
  if (!network) wrong.add('network', 'one of artifact, architecture is required');
  else if (network.$case === 'artifact') checkArtifact(wrong, 'artifact', network.value);
  else checkArchitecture(wrong, 'architecture', network.value);
  names.forEach((name, i) => wrong.present(`names[${i}]`, name));
  wrong.throwIfAny();
}
