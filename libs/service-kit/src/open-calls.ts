import type { Metadata } from '@grpc/grpc-js';
import { PolymathError } from '@polymath/errors';
import { defaultTenant, type CallContext } from './call-context.js';

/** The part of grpc-js's server calls that all kinds of call share. */
export interface IncomingCall {
  readonly metadata: Metadata;
  getDeadline(): Date | number;
  getPath(): string;
  on(event: 'cancelled', listener: () => void): unknown;
}

/** A call between its start and its answer. */
export interface OpenCall {
  readonly context: CallContext;
  /** Says that the call has been answered: from now on nothing aborts it. */
  readonly finish: () => void;
}

interface Entry {
  streams: boolean;
  abort(reason: PolymathError): void;
}

/** The calls that a server is answering, so that a closing server can end them. */
export class OpenCalls {
  private readonly entries = new Set<Entry>();

  /**
   * Registers a call and watches over its end: cancelled by the client, connection lost, deadline
   * passed.
   * @param timeoutMs the deadline of a call whose client gave none; undefined: none
   * @param streams whether the answer is a stream, which may never end by itself
   */
  begin(call: IncomingCall, timeoutMs: number | undefined, streams: boolean): OpenCall {
    const controller = new AbortController();
    const abort = (reason: PolymathError) => controller.abort(reason);
    const entry = { streams, abort };
    this.entries.add(entry);
    let deadline = deadlineOf(call);
    let timer: NodeJS.Timeout | undefined;
    if (deadline === undefined && timeoutMs !== undefined) {
      deadline = new Date(Date.now() + timeoutMs);
      // The error is made when it is needed: its stack costs more than the rest of this.
      timer = setTimeout(() => abort(timedOut(timeoutMs)), timeoutMs);
    }
    const finish = () => {
      clearTimeout(timer);
      this.entries.delete(entry);
    };
    call.on('cancelled', () => {
      // grpc-js says so after an answer, too.
      if (this.entries.has(entry)) abort(new PolymathError('cancelled', 'the client has gone'));
    });
    const { signal } = controller;
    const { metadata } = call;
    return { context: { signal, deadline, tenant: defaultTenant, metadata }, finish };
  }

  /** Ends calls whose answer is a stream, or all, with an error. */
  abort(which: 'streams' | 'all', reason: PolymathError): void {
    for (const entry of [...this.entries]) {
      if (which === 'all' || entry.streams) entry.abort(reason);
    }
  }
}

function timedOut(timeoutMs: number): PolymathError {
  return new PolymathError('deadline-exceeded', `no answer within ${timeoutMs} ms`);
}

function deadlineOf(call: IncomingCall): Date | undefined {
  const deadline = call.getDeadline();
  if (deadline === Infinity) return undefined;
  return deadline instanceof Date ? deadline : new Date(deadline);
}
