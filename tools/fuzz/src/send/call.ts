import { Metadata, type Client, type ClientDuplexStream, type ClientReadableStream, type ClientWritableStream, type ServiceError } from '@grpc/grpc-js'; // prettier-ignore
import type { Rpc } from '../rpcs.js';
import { answered, answerOf, type Answer } from './answer.js';

/** How a call is made, beside its messages. */
export interface CallHow {
  metadata?: Metadata;
  /** Milliseconds since 1970. */
  deadline?: number;
  /** Cancelled after so many milliseconds; 0: at once. */
  cancelAfterMs?: number;
  /** Leaves the stream of requests open. */
  open?: boolean;
}

/** How long a stream is read that may never end: its first response, and what else comes in this time, in milliseconds. */
const lookMs = 150;

const asIs = (bytes: Buffer) => bytes;

type AnyCall = ClientReadableStream<Buffer> | ClientWritableStream<Buffer> | ClientDuplexStream<Buffer, Buffer>; // prettier-ignore

/** Sends messages as they are to an RPC and tells how it ended; never throws. */
export function callRaw(
  channel: Client,
  { path, method }: Rpc,
  messages: readonly Buffer[],
  { metadata = new Metadata(), deadline, cancelAfterMs, open = false }: CallHow = {},
): Promise<Answer> {
  const options = deadline === undefined ? {} : { deadline };
  return new Promise((resolve) => {
    const end = (error: ServiceError | null, response?: Buffer) =>
      resolve(error ? answerOf(error) : answered(response));
    const [first = Buffer.alloc(0)] = messages;
    const how = [path, asIs, asIs] as const;
    let call: { cancel(): void };
    switch (method.methodKind) {
      case 'unary':
        call = channel.makeUnaryRequest(...how, first, metadata, options, end);
        break;
      case 'server_streaming':
        call = read(channel.makeServerStreamRequest(...how, first, metadata, options), resolve);
        break;
      case 'client_streaming': {
        const stream = channel.makeClientStreamRequest(...how, metadata, options, end);
        write(stream, messages, open);
        call = stream;
        break;
      }
      case 'bidi_streaming': {
        const stream = channel.makeBidiStreamRequest(...how, metadata, options);
        write(stream, messages, open);
        call = read(stream, resolve);
      }
    }
    if (cancelAfterMs === 0) call.cancel();
    else if (cancelAfterMs !== undefined) setTimeout(() => call.cancel(), cancelAfterMs);
  });
}

function write(
  stream: ClientWritableStream<Buffer> | ClientDuplexStream<Buffer, Buffer>,
  messages: readonly Buffer[],
  open: boolean,
): void {
  // What is written behind an answer is nobody's loss.
  stream.on('error', () => undefined);
  for (const message of messages) stream.write(message);
  if (!open) stream.end();
}

/** Reads a stream for a moment, then leaves it. */
function read<Call extends Extract<AnyCall, { on(event: 'data', listener: unknown): unknown }>>(
  call: Call,
  resolve: (answer: Answer) => void,
): Call {
  let first: Buffer | undefined;
  const leave = () => {
    resolve(answered(first));
    call.cancel();
  };
  call.on('data', (response: Buffer) => {
    if (!first) setTimeout(leave, lookMs);
    first ??= response;
  });
  call.on('error', (error: ServiceError) => resolve(answerOf(error)));
  call.on('end', () => setTimeout(() => resolve(answered(first)), 10));
  return call;
}
