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
import type { IncomingCall, OpenCall, OpenCalls } from './open-calls.js';
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

function unary(handler: UnaryHandler<unknown, unknown>, parts: ServerParts) {
  return (call: ServerUnaryCall<unknown, unknown>, respond: sendUnaryData<unknown>): void => {
    const context = parts.calls.begin(call, defaultDeadlineMs, false);
    const work = async () => handler(readable(call.request), context);
    void respondOnce({ call, context, respond }, work, parts.log);
  };
}

function clientStream(handler: ClientStreamHandler<unknown, unknown>, parts: ServerParts) {
  return (call: ServerReadableStream<unknown, unknown>, respond: sendUnaryData<unknown>): void => {
    const context = parts.calls.begin(call, undefined, false);
    const work = async () => handler(requestsOf(call, context), context);
    void respondOnce({ call, context, respond }, work, parts.log);
  };
}

interface Answering {
  call: IncomingCall;
  context: OpenCall;
  respond: sendUnaryData<unknown>;
}

async function respondOnce(
  { call, context, respond }: Answering,
  work: () => Promise<unknown>,
  log: Logger,
): Promise<void> {
  try {
    respond(null, await context.unlessAborted(work));
  } catch (error) {
    respond(report(error, call, log));
  } finally {
    context.finish();
  }
}

function serverStream(handler: ServerStreamHandler<unknown, unknown>, parts: ServerParts) {
  return (call: ServerWritableStream<unknown, unknown>): void =>
    void respondAll(call, (context) => handler(readable(call.request), context), parts);
}

function twoWay(handler: TwoWayHandler<unknown, unknown>, parts: ServerParts) {
  return (call: ServerDuplexStream<unknown, unknown>): void =>
    void respondAll(call, (context) => handler(requestsOf(call, context), context), parts);
}

async function respondAll(
  call: ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>,
  responses: (context: CallContext) => AsyncIterable<unknown>,
  { calls, log }: ServerParts,
): Promise<void> {
  const context = calls.begin(call, undefined, true);
  try {
    await context.unlessAborted(async () => {
      for await (const response of responses(context)) {
        await writeMessage(call, response, context.signal);
      }
    });
    call.end();
  } catch (error) {
    call.emit('error', report(error, call, log));
  } finally {
    context.finish();
  }
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
