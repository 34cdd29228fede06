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

/** The calls that a server is answering, so that a closing server can end them. */
export class OpenCalls {
  private readonly open = new Set<OpenCall>();

  /**
   * Registers a call and watches over its end: cancelled by the client, connection lost, deadline
   * passed.
   * @param timeoutMs the deadline of a call whose client gave none; undefined: none
   * @param streams whether the answer is a stream, which may never end by itself
   */
  begin(call: IncomingCall, timeoutMs: number | undefined, streams: boolean): OpenCall {
    const begun = new OpenCall(call, streams, (ended) => this.open.delete(ended));
    this.open.add(begun);
    if (begun.deadline === undefined && timeoutMs !== undefined) begun.limit(timeoutMs);
    return begun;
  }

  /** Ends calls whose answer is a stream, or all, with an error. */
  abort(which: 'streams' | 'all', reason: PolymathError): void {
    for (const call of [...this.open]) {
      if (which === 'all' || call.streams) call.abort(reason);
    }
  }
}

/** A call between its start and its answer. */
export class OpenCall implements CallContext {
  readonly tenant = defaultTenant;
  readonly metadata: Metadata;
  deadline: Date | undefined;
  private reason: PolymathError | undefined;
  private controller: AbortController | undefined;
  private listener: ((reason: PolymathError) => void) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private over = false;

  constructor(
    call: IncomingCall,
    readonly streams: boolean,
    private readonly forget: (call: OpenCall) => void,
  ) {
    this.metadata = call.metadata;
    this.deadline = deadlineOf(call);
    call.on('cancelled', () => {
      // grpc-js says so after an answer, too.
      if (!this.over) this.abort(new PolymathError('cancelled', 'the client has gone'));
    });
  }

  get aborted(): boolean {
    return this.reason !== undefined;
  }

  /** Made when it is asked for: most calls do without, and making one costs more than the rest of this. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.reason) this.controller.abort(this.reason);
    return this.controller.signal;
  }

  /** Gives it a deadline. */
  limit(timeoutMs: number): void {
    this.deadline = new Date(Date.now() + timeoutMs);
    // The error is made when it is needed, for its stack.
    this.timer = setTimeout(() => this.abort(timedOut(timeoutMs)), timeoutMs);
  }

  abort(reason: PolymathError): void {
    if (this.reason) return;
    this.reason = reason;
    this.controller?.abort(reason);
    this.listener?.(reason);
  }

  /** The work's result, or the abort's reason as soon as the call is aborted, whatever the work does then. */
  unlessAborted<Result>(work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.listener = reject;
      if (this.reason) reject(this.reason);
      else work().then(resolve, reject);
    });
  }

  /** Says that the call has been answered: from now on nothing aborts it. */
  finish(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.forget(this);
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
