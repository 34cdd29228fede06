import type { EventEmitter } from 'node:events';
import type { sendUnaryData, UntypedHandleCall } from '@grpc/grpc-js';
import { PolymathError } from '@polymath/errors';
import { toStatus } from './error-to-status.js';
import { callName, type CallName } from './observe-calls.js';

/** How many calls of a method are open whose requests or responses are a stream. */
export interface OpenStreams extends CallName {
  readonly open: number;
}

type AnyHandler = (call: EventEmitter, respond?: sendUnaryData<unknown>) => void;

/** When a refused client may ask again: nobody knows when another one leaves. */
const retryAfterMs = 5000;

/**
 * The streams that a server has open, by method, and the most that it has of each. Methods are counted apart, so that those who
 * watch jobs never keep anybody from an upload.
 */
export class StreamLimit {
  private readonly open = new Map<string, number>();

  /** @param most how many streams of one method may be open, at least 1 */
  constructor(readonly most: number) {}

  /** Of each method that has been wrapped. */
  counts(): OpenStreams[] {
    return [...this.open].map(([path, open]) => ({ ...callName(path), open }));
  }

  /** Has a method answer resource-exhausted at once while it has the most streams open; those are left alone. */
  wrap(path: string, handler: UntypedHandleCall): UntypedHandleCall {
    const handle = handler as AnyHandler;
    this.open.set(path, 0);
    const limited: AnyHandler = (call, respond) => {
      if (this.open.get(path)! >= this.most) {
        const refusal = toStatus(tooMany(path, this.most));
        if (respond) respond(refusal);
        else call.emit('error', refusal);
        return;
      }
      const leave = this.enter(path);
      call.once('cancelled', leave);
      if (respond) {
        handle(call, (...answer) => {
          leave();
          respond(...answer);
        });
        return;
      }
      call.once('error', leave).once('finish', leave);
      handle(call);
    };
    return limited as UntypedHandleCall;
  }

  /** Counts a stream; gives what takes that back, once. */
  private enter(path: string): () => void {
    const add = (more: number) => this.open.set(path, this.open.get(path)! + more);
    add(1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      add(-1);
    };
  }
}

function tooMany(path: string, most: number): PolymathError {
  const message =
    `${most} ${callName(path).method} streams are open, the most that this service has at once: ` +
    `close one that you no longer need, or try again in ${retryAfterMs / 1000} s`;
  return new PolymathError('resource-exhausted', message, { retryAfterMs });
}
