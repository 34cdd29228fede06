import type {
  MethodDefinition,
  UntypedHandleCall,
  sendUnaryData,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';
import { PolymathError } from '@polymath/errors';
import type { CallContext } from './call-context.js';
import { toStatus } from './error-to-status.js';
import { defaultDeadlineMs } from './limits.js';
import type { Logger } from './logger.js';
import { traceParentIn } from './observe-calls.js';
import type { IncomingCall, OpenCalls } from './open-calls.js';
import { requestsOf } from './read-requests.js';
import type {
  ClientStreamHandler,
  ServerStreamHandler,
  TwoWayHandler,
  UnaryHandler,
} from './service.js';
import { traceIdOf } from './trace-parent.js';
import { readable } from './unreadable-request.js';
import { writeMessage } from './write-message.js';

/** What all calls of a server share. */
export interface ServerParts {
  readonly calls: OpenCalls;
  readonly log: Logger;
}

type AnyMethod = MethodDefinition<unknown, unknown>;

/** Turns a handler into what grpc-js calls for a method. */
export function adaptHandler(
  method: AnyMethod,
  handler: unknown,
  parts: ServerParts,
): UntypedHandleCall {
  if (method.requestStream && method.responseStream) {
    return twoWay(handler as TwoWayHandler<unknown, unknown>, parts);
  }
  if (method.requestStream) {
    return clientStream(handler as ClientStreamHandler<unknown, unknown>, parts);
  }
  return method.responseStream
    ? serverStream(handler as ServerStreamHandler<unknown, unknown>, parts)
    : unary(handler as UnaryHandler<unknown, unknown>, parts);
}

function unary(handler: UnaryHandler<unknown, unknown>, { calls, log }: ServerParts) {
  return (call: ServerUnaryCall<unknown, unknown>, respond: sendUnaryData<unknown>): void => {
    const { context, finish } = calls.begin(call, defaultDeadlineMs, false);
    unlessAborted(context, () => handler(readable(call.request), context))
      .then((response) => respond(null, response))
      .catch((error: unknown) => respond(report(error, call, log)))
      .finally(finish);
  };
}

function clientStream(handler: ClientStreamHandler<unknown, unknown>, { calls, log }: ServerParts) {
  return (call: ServerReadableStream<unknown, unknown>, respond: sendUnaryData<unknown>): void => {
    const { context, finish } = calls.begin(call, undefined, false);
    unlessAborted(context, () => handler(requestsOf(call, context), context))
      .then((response) => respond(null, response))
      .catch((error: unknown) => respond(report(error, call, log)))
      .finally(finish);
  };
}

function serverStream(handler: ServerStreamHandler<unknown, unknown>, parts: ServerParts) {
  return (call: ServerWritableStream<unknown, unknown>): void =>
    respondAll(call, (context) => handler(readable(call.request), context), parts);
}

function twoWay(handler: TwoWayHandler<unknown, unknown>, parts: ServerParts) {
  return (call: ServerDuplexStream<unknown, unknown>): void =>
    respondAll(call, (context) => handler(requestsOf(call, context), context), parts);
}

function respondAll(
  call: ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>,
  responses: (context: CallContext) => AsyncIterable<unknown>,
  { calls, log }: ServerParts,
): void {
  const { context, finish } = calls.begin(call, undefined, true);
  unlessAborted(context, async () => {
    for await (const response of responses(context)) {
      await writeMessage(call, response, context.signal);
    }
  })
    .then(() => call.end())
    .catch((error: unknown) => call.emit('error', report(error, call, log)))
    .finally(finish);
}

/** The work's result, or the abort's reason as soon as the call is aborted, whatever the work does then. */
function unlessAborted<Result>(
  { signal }: CallContext,
  work: () => Promise<Result>,
): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as PolymathError), { once: true });
    Promise.resolve().then(work).then(resolve, reject);
  });
}

function report(error: unknown, call: IncomingCall, log: Logger) {
  const { kind } = PolymathError.from(error);
  const about = {
    err: error,
    rpc: call.getPath(),
    traceId: traceIdOf(traceParentIn(call.metadata)),
  };
  if (kind === 'internal') log.error(about, 'call failed');
  else log.debug(about, 'call refused');
  return toStatus(error);
}
