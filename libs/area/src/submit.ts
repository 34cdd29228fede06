import type { Job, JobOptions } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Jobs } from '@polymath/jobs';
import { traceParentIn, type CallContext } from '@polymath/service-kit';

/** A generated message type: its coding. */
interface MessageType<Message> {
  encode(message: Message): { finish(): Uint8Array };
}

/** What a handler needs that turns requests into jobs. */
export interface SubmitParts {
  submit: Jobs['submit'];
}

/** Which job a request is to become. */
export interface JobRequest<Request> {
  /** The RPC, e.g. `CompressClassifier`. */
  kind: string;
  type: MessageType<Request>;
  request: Request;
}

/**
 * Makes a job of a checked request: the request is its spec.
 * @param area of the proto package that has the request, `polymath.<area>.v1`
 */
export function submitRequest<Request extends { options?: JobOptions | undefined }>(
  { submit }: SubmitParts,
  area: string,
  { kind, type, request }: JobRequest<Request>,
  context: CallContext,
): Promise<Job> {
  return submit({
    tenant: context.tenant,
    kind,
    spec: {
      typeUrl: `type.googleapis.com/polymath.${area}.v1.${kind}Request`,
      // Options say how the job is kept, not what it computes: repeats may differ in them.
      value: type.encode({ ...request, options: undefined }).finish(),
    },
    options: request.options,
    traceParent: traceParentIn(context.metadata),
  });
}
