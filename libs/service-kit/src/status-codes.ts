import { status } from '@grpc/grpc-js';
import { errorKinds, type ErrorKind } from '@polymath/errors';

const codes: Record<ErrorKind, status> = {
  'invalid-input': status.INVALID_ARGUMENT,
  'not-found': status.NOT_FOUND,
  'already-exists': status.ALREADY_EXISTS,
  conflict: status.ABORTED,
  'failed-precondition': status.FAILED_PRECONDITION,
  'resource-exhausted': status.RESOURCE_EXHAUSTED,
  unavailable: status.UNAVAILABLE,
  'deadline-exceeded': status.DEADLINE_EXCEEDED,
  cancelled: status.CANCELLED,
  'corrupt-data': status.DATA_LOSS,
  unauthenticated: status.UNAUTHENTICATED,
  'permission-denied': status.PERMISSION_DENIED,
  internal: status.INTERNAL,
};

/** The gRPC code of a kind of error; each kind has one of its own. */
export function toCode(kind: ErrorKind): status {
  return codes[kind];
}

/** The kind of error behind a gRPC code; codes that we never send count as `internal`. */
export function fromCode(code: status): ErrorKind {
  return errorKinds.find((kind) => codes[kind] === code) ?? 'internal';
}
