import type { ArtifactStore } from '@polymath/artifacts';
import type { CallEngine } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import type { Models } from '@polymath/models';
import type { Logger } from '@polymath/service-kit';

/** What a handler needs that computes in an engine process without a job. */
export interface ComputeParts {
  /** Runs a named call of this area's engine; its requests and responses are protobuf messages. */
  readonly call: CallEngine;
}

/** What a handler needs that computes with models again and again, e.g. for the length of a stream. */
export interface ServingParts extends ComputeParts {
  readonly models: Pick<Models, 'find' | 'compute'>;
  readonly artifacts: Pick<ArtifactStore, 'stat' | 'put' | 'open'>;
  readonly log: Logger;
}

/** A generated message type: its coding. */
interface Coding<Message> {
  encode(message: Message): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
}

/**
 * The one answer of a call of the engine.
 * @throws internal when it gives none
 */
export async function computeOnce<Request, Response>(
  { call }: ComputeParts,
  {
    name,
    request,
    response,
  }: { name: string; request: Coding<Request>; response: Coding<Response> },
  asked: Request,
  signal: AbortSignal,
): Promise<Response> {
  for await (const bytes of call(name, request.encode(asked).finish(), signal)) {
    return response.decode(bytes);
  }
  throw new PolymathError('internal', `the engine gave no answer to ${name}`);
}
