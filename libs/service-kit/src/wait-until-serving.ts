import type { ServiceDefinition } from '@grpc/grpc-js';
import { PolymathError } from '@polymath/errors';
import { service as healthService, type ServingStatus } from 'grpc-health-check';
import { connect, type Client } from './client.js';

interface HealthMethods {
  Watch: {
    requestStream: false;
    responseStream: true;
    requestDeserialize: (bytes: Buffer) => { service: string };
    responseDeserialize: (bytes: Buffer) => { status: ServingStatus };
  };
}

/**
 * Waits until the server at an address says (grpc.health.v1) that it takes calls; it need not have started yet.
 * @throws deadline-exceeded after `timeoutMs`
 */
export async function waitUntilServing(
  address: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const definition = healthService as unknown as ServiceDefinition;
  const health = connect(address, definition) as unknown as Client<HealthMethods>;
  const options = { timeoutMs, waitForReady: true, ...(signal && { signal }) };
  try {
    for await (const { status } of health.Watch({ service: '' }, options)) {
      if (status === 'SERVING') return;
    }
    throw new PolymathError('unavailable', `${address} closed before it was ready`);
  } finally {
    health.close();
  }
}
