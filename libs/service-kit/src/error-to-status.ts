import { Metadata, type StatusObject } from '@grpc/grpc-js';
import type { Any } from '@polymath/contracts/google/protobuf/any';
import {
  BadRequest,
  ErrorInfo,
  ResourceInfo,
  RetryInfo,
} from '@polymath/contracts/google/rpc/error_details';
import { Status } from '@polymath/contracts/google/rpc/status';
import { PolymathError } from '@polymath/errors';
import { MissingResource } from './missing-resource.js';
import { bytesInHeader, bytesInMessage, shorten } from './shorten.js';
import { toCode } from './status-codes.js';

/** The trailer in which gRPC carries a serialised google.rpc.Status. */
export const statusDetailsKey = 'grpc-status-details-bin';

/** The domain of our ErrorInfo details; their reason is the kind of error, e.g. `INVALID_INPUT`. */
export const errorDomain = 'polymath';

// Trailers are HTTP/2 headers: clients refuse more than 8 to 16 KiB of them. In bytes, as they are sent.
const maxMessageBytes = 2000;
const maxViolations = 25;
const maxTextBytes = 120;

/**
 * What a caller is told about an error: code, message and google.rpc details. An `internal` error tells nothing but
 * that; it has to be logged where it happened.
 */
export function toStatus(error: unknown): StatusObject {
  const known = PolymathError.from(error);
  const code = toCode(known.kind);
  const details = shorten(messageOf(known), maxMessageBytes, bytesInHeader);
  const body = Status.encode({ code, message: details, details: detailsOf(known) }).finish();
  const metadata = new Metadata();
  metadata.set(statusDetailsKey, Buffer.from(body));
  return { code, details, metadata };
}

function messageOf(error: PolymathError): string {
  return error.kind === 'internal' ? 'internal error' : error.message;
}

function detailsOf(error: PolymathError): Any[] {
  const reason = error.kind.toUpperCase().replaceAll('-', '_');
  const info = ErrorInfo.fromPartial({ reason, domain: errorDomain });
  const details = [pack('ErrorInfo', ErrorInfo.encode(info))];
  if (error.fields.length > 0) {
    const fieldViolations = error.fields.slice(0, maxViolations).map(({ field, description }) => ({
      field: shorten(field, maxTextBytes, bytesInMessage),
      description: shorten(description, maxTextBytes, bytesInMessage),
    }));
    details.push(
      pack('BadRequest', BadRequest.encode(BadRequest.fromPartial({ fieldViolations }))),
    );
  }
  if (error.retryAfterMs !== undefined) {
    const retryDelay = toDuration(error.retryAfterMs);
    details.push(pack('RetryInfo', RetryInfo.encode({ retryDelay })));
  }
  if (error.cause instanceof MissingResource) {
    const { type: resourceType, name } = error.cause;
    const resourceName = shorten(name, maxTextBytes, bytesInMessage);
    const resource = ResourceInfo.fromPartial({ resourceType, resourceName });
    details.push(pack('ResourceInfo', ResourceInfo.encode(resource)));
  }
  return details;
}

function pack(type: string, writer: { finish(): Uint8Array }): Any {
  return {
    typeUrl: `type.googleapis.com/google.rpc.${type}`,
    value: Buffer.from(writer.finish()),
  };
}

function toDuration(ms: number): { seconds: bigint; nanos: number } {
  return { seconds: BigInt(Math.floor(ms / 1000)), nanos: Math.round(ms % 1000) * 1_000_000 };
}
