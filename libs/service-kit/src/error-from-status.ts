import { status, type Metadata, type ServiceError } from '@grpc/grpc-js';
import type { Any } from '@polymath/contracts/google/protobuf/any';
import { BadRequest, ResourceInfo, RetryInfo } from '@polymath/contracts/google/rpc/error_details';
import { Status } from '@polymath/contracts/google/rpc/status';
import { PolymathError, type ErrorDetails } from '@polymath/errors';
import { statusDetailsKey } from './error-to-status.js';
import { MissingResource } from './missing-resource.js';
import { fromCode } from './status-codes.js';

/**
 * The error behind a failed call, as the service threw it: kind, message, bad fields, when to repeat. A service that
 * cannot be reached is `unavailable` and says at which address.
 *
 * @param reason what a call of grpc-js threw; anything else becomes `internal`
 * @param address where the service was called
 */
export function fromStatus(reason: unknown, address: string): PolymathError {
  if (!isServiceError(reason)) return PolymathError.from(reason);
  const details = readDetails(reason.metadata);
  if (details === undefined && reason.code === status.UNAVAILABLE) {
    return new PolymathError('unavailable', `cannot reach ${address}: ${reason.details}`, {
      cause: reason,
    });
  }
  const read = (details ?? []).map(readDetail);
  return new PolymathError(
    fromCode(reason.code),
    reason.details,
    Object.assign({ cause: reason }, ...read) as ErrorDetails,
  );
}

function isServiceError(reason: unknown): reason is ServiceError {
  return reason instanceof Error && 'code' in reason && 'metadata' in reason;
}

function readDetails(metadata: Metadata): Any[] | undefined {
  const [body] = metadata.get(statusDetailsKey);
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    return Status.decode(body).details;
  } catch {
    // Details of a foreign server that we cannot read must not hide its code and message.
    return undefined;
  }
}

function readDetail({ typeUrl, value }: Any): ErrorDetails {
  switch (typeUrl) {
    case 'type.googleapis.com/google.rpc.BadRequest':
      return { fields: BadRequest.decode(value).fieldViolations };
    case 'type.googleapis.com/google.rpc.RetryInfo': {
      const { seconds, nanos } = RetryInfo.decode(value).retryDelay ?? { seconds: 0n, nanos: 0 };
      return { retryAfterMs: Number(seconds) * 1000 + nanos / 1_000_000 };
    }
    case 'type.googleapis.com/google.rpc.ResourceInfo': {
      const { resourceType, resourceName } = ResourceInfo.decode(value);
      return { cause: new MissingResource(resourceType, resourceName) };
    }
    default:
      return {};
  }
}
