import type { Writable } from 'node:stream';
import { Metadata, type Client as GrpcClient, type MethodDefinition } from '@grpc/grpc-js';
import { PolymathError } from '@polymath/errors';
import { fromStatus } from './error-from-status.js';
import { defaultDeadlineMs } from './limits.js';
import { writeMessage } from './write-message.js';

/** What a caller may say about one call. */
export interface CallOptions {
  /** When to give up; 30 s for calls with one request and one response, else never, unless given. */
  timeoutMs?: number;
  /** Cancels the call. */
  signal?: AbortSignal;
  metadata?: Readonly<Record<string, string>>;
  /** Waits, until the call's time is up, for a service that cannot be reached yet. */
  waitForReady?: boolean;
}

/** One method of a service at an address. */
export interface CallTarget {
  readonly channel: GrpcClient;
  readonly method: MethodDefinition<unknown, unknown>;
  readonly address: string;
}

/** A function that sends one request and gives the one response. */
export function callUnary({ channel, method, address }: CallTarget) {
  return (request: unknown, options: CallOptions = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      options.signal?.throwIfAborted();
      const call = channel.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        toMetadata(options),
        toDeadline(options.timeoutMs ?? defaultDeadlineMs),
        (error, response) => {
          if (error) reject(fromStatus(error, address));
          else resolve(response);
          stopListening();
        },
      );
      const stopListening = onAbort(options.signal, () => call.cancel());
    });
}

/** A function that sends one request and gives the stream of responses; leaving the stream cancels the call. */
export function callServerStream({ channel, method, address }: CallTarget) {
  return async function* (request: unknown, options: CallOptions = {}): AsyncGenerator {
    options.signal?.throwIfAborted();
    const call = channel.makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      toMetadata(options),
      toDeadline(options.timeoutMs),
    );
    // After the stream is left, grpc-js still reports its own cancelling as an error.
    call.on('error', () => undefined);
    const stopListening = onAbort(options.signal, () => call.cancel());
    try {
      yield* call as AsyncIterable<unknown>;
    } catch (error) {
      throw fromStatus(error, address);
    } finally {
      stopListening();
      call.cancel();
    }
  };
}

/** A function that sends a stream of requests, as fast as the service takes them, and gives the one response. */
export function callClientStream({ channel, method, address }: CallTarget) {
  return (requests: AsyncIterable<unknown>, options: CallOptions = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      options.signal?.throwIfAborted();
      const answered = new AbortController();
      const call = channel.makeClientStreamRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        toMetadata(options),
        toDeadline(options.timeoutMs),
        (error, response) => {
          if (error) reject(fromStatus(error, address));
          else resolve(response);
          stopListening();
          answered.abort();
        },
      );
      const stopListening = onAbort(options.signal, () => call.cancel());
      sendAll(call, requests, answered.signal).catch((error: unknown) => {
        // When the source failed, its error tells more than the cancelled call; after an answer this does nothing.
        reject(PolymathError.from(error));
        call.cancel();
      });
    });
}

/**
 * A function that sends a stream of requests, as fast as the service takes them, and gives the stream of responses; leaving the stream cancels the
 * call. The requests are read while responses are awaited; a source that fails ends the call and is what the responses throw.
 */
export function callTwoWay({ channel, method, address }: CallTarget) {
  return async function* (
    requests: AsyncIterable<unknown>,
    options: CallOptions = {},
  ): AsyncGenerator {
    options.signal?.throwIfAborted();
    const ended = new AbortController();
    const call = channel.makeBidiStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      toMetadata(options),
      toDeadline(options.timeoutMs),
    );
    // After the stream is left, grpc-js still reports its own cancelling as an error.
    call.on('error', () => undefined);
    const stopListening = onAbort(options.signal, () => call.cancel());
    let failure: PolymathError | undefined;
    sendAll(call, requests, ended.signal).catch((error: unknown) => {
      if (ended.signal.aborted) return;
      failure = PolymathError.from(error);
      call.cancel();
    });
    try {
      yield* call as AsyncIterable<unknown>;
    } catch (error) {
      throw failure ?? fromStatus(error, address);
    } finally {
      stopListening();
      ended.abort();
      call.cancel();
    }
  };
}

async function sendAll(call: Writable, requests: AsyncIterable<unknown>, answered: AbortSignal) {
  for await (const request of requests) await writeMessage(call, request, answered);
  call.end();
}

function toMetadata({ metadata = {}, waitForReady = false }: CallOptions): Metadata {
  const result = new Metadata({ waitForReady });
  for (const [key, value] of Object.entries(metadata)) result.set(key, value);
  return result;
}

function toDeadline(timeoutMs: number | undefined): { deadline?: number } {
  return timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs };
}

/** Calls back once when a signal aborts; gives what takes that back. */
function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  signal?.addEventListener('abort', listener, { once: true });
  return () => signal?.removeEventListener('abort', listener);
}
