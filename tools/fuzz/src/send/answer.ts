import { status, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { BadRequest } from '@polymath/contracts/google/rpc/error_details';
import { Status } from '@polymath/contracts/google/rpc/status';
import { statusDetailsKey } from '@polymath/service-kit';

/** What came back. */
export interface Answer {
  code: status;
  message: string;
  /** The bad fields that its details name. */
  fields: readonly string[];
  /** The first response. */
  response: Buffer | undefined;
}

/** The answer of a call that failed. */
export function answerOf(error: ServiceError | StatusObject): Answer {
  const { code, details: message, metadata } = error;
  const [body] = metadata.get(statusDetailsKey);
  const fields = Buffer.isBuffer(body) ? fieldsOf(body) : [];
  return { code, message, fields, response: undefined };
}

/** The bad fields that a serialised google.rpc.Status names. */
export function fieldsOf(body: Buffer): string[] {
  return Status.decode(body)
    .details.filter(({ typeUrl }) => typeUrl.endsWith('/google.rpc.BadRequest'))
    .flatMap(({ value }) => BadRequest.decode(value).fieldViolations.map(({ field }) => field));
}

/** The answer of a call that succeeded. */
export function answered(response: Buffer | undefined): Answer {
  return { code: status.OK, message: '', fields: [], response };
}
