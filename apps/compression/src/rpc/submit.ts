import type { Job, JobOptions } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Jobs } from '@polymath/jobs';
import type { CallContext } from '@polymath/service-kit';

/** A generated message type: its full name and its coding. */
interface MessageType<Message> {
  encode(message: Message): { finish(): Uint8Array };
}

/** What a handler needs that turns requests into jobs. */
export interface SubmitParts {
  submit: Jobs['submit'];
}

/** Makes a job of a checked request: the request is its spec. */
export function submitRequest<Request extends { options?: JobOptions | undefined }>(
  { submit }: SubmitParts,
  { kind, type, request }: { kind: string; type: MessageType<Request>; request: Request },
  context: CallContext,
): Promise<Job> {
  return submit({
    tenant: context.tenant,
    kind,
    spec: {
      typeUrl: `type.googleapis.com/polymath.compression.v1.${kind}Request`,
      // Options say how the job is kept, not what it computes: repeats may differ in them.
      value: type.encode({ ...request, options: undefined }).finish(),
    },
    options: request.options,
  });
}
