import { connect, type OutgoingHttpHeaders } from 'node:http2';
import { status } from '@grpc/grpc-js';
import type { Answer } from './answer.js';
import { framed } from './frames.js';

/** How often the last message of a call is sent that nobody will read an answer to, and how many bytes of it at most. */
const repeats = 200;
const mostBytes = 8 * 1024 * 1024;

/** How somebody behaves who leaves without a word. */
export interface Leaving {
  /** Milliseconds until the connection goes away. */
  stayMs: number;
  /** Gives the service no room to send anything, so that its responses wait in it. */
  readsNothing: boolean;
}

/**
 * Makes a call over a connection of its own and sends more and more, then goes away; never throws.
 * @returns CANCELLED unless there was an answer before that
 */
export function sendUnread(
  address: string,
  path: string,
  messages: readonly Buffer[],
  { stayMs, readsNothing }: Leaving,
): Promise<Answer> {
  return new Promise((resolve) => {
    const settings = readsNothing ? { initialWindowSize: 0 } : {};
    const session = connect(`http://${address}`, { settings });
    const finish = (code: status, message: string) => {
      clearTimeout(leaving);
      session.destroy();
      resolve({ code, message, fields: [], response: undefined });
    };
    const left = () => finish(status.CANCELLED, 'left');
    const leaving = setTimeout(left, stayMs);
    session.on('error', left);
    const stream = session.request({
      ...{ ':method': 'POST', ':path': path, te: 'trailers', 'content-type': 'application/grpc' },
    });
    stream.on('error', left);
    const answered = (headers: OutgoingHttpHeaders) => {
      // What is wrong with the fields is judged where calls are in order.
      if (headers['grpc-message'] === 'internal%20error') finish(status.INTERNAL, 'internal error');
    };
    stream.on('response', answered);
    stream.on('trailers', answered);
    if (!readsNothing) stream.resume();
    for (const message of messages) stream.write(framed(message));
    const last = framed(messages.at(-1) ?? Buffer.alloc(0));
    for (let i = 0; i < Math.min(repeats, mostBytes / last.length); i++) stream.write(last);
  });
}
