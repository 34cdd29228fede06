import { PolymathError } from '@polymath/errors';
import type { LoadedModel, WireTensor } from '@polymath/engine-host';
import { batchKey, isBatchable, joinRows, splitRows } from './batch.js';
import { nobody, type ModelObserver } from './model-observer.js';

/** How calls of one model are computed together. */
export interface BatchSettings {
  /** The most rows that are computed together; a single call may have more. 1: every call by itself. */
  maxBatch: number;
  /** How long a call may wait for others while the model is idle, in milliseconds; 0: only for those that are there already. */
  maxDelayMs: number;
  /** Calls that may wait; further ones are refused. */
  queueLimit: number;
}

/** Whoever waits for an answer, as an AbortSignal says it. */
export interface Waiter {
  /** Nobody waits any more. */
  readonly aborted: boolean;
}

interface Waiting {
  waiter: Waiter;
  inputs: readonly WireTensor[];
  rows: number;
  key: string;
  /** When it came, in milliseconds of a clock that never jumps. */
  sinceMs: number;
  settle: (result: readonly WireTensor[]) => void;
  fail: (error: Error) => void;
}

/** Computes the calls of one model: one batch at a time, and what comes meanwhile together in the next. */
export class Batcher {
  private queue: Waiting[] = [];
  private readonly batchable: boolean;
  private running = false;
  private scheduled = false;
  private timer: NodeJS.Timeout | undefined;
  private lastBatchMs = 10;

  constructor(
    private readonly model: Pick<LoadedModel, 'signature' | 'predict'>,
    private readonly settings: BatchSettings,
    private readonly observed: { kind: string; by: ModelObserver } = { kind: '', by: nobody },
  ) {
    this.batchable = isBatchable(model.signature);
  }

  /**
   * Computes one call.
   * @param waiter once nobody waits, a call that is not being computed yet never is
   * @throws resource-exhausted when too many wait; cancelled when nobody waits; what the model throws
   */
  submit(inputs: readonly WireTensor[], waiter: Waiter): Promise<readonly WireTensor[]> {
    if (this.queue.length >= this.settings.queueLimit) this.dropAborted();
    if (this.queue.length >= this.settings.queueLimit) {
      this.observed.by.refused(this.observed.kind);
      const message = `${this.queue.length} calls wait for this model already`;
      const retryAfterMs = Math.max(10, Math.ceil(this.lastBatchMs));
      throw new PolymathError('resource-exhausted', message, { retryAfterMs });
    }
    return new Promise((settle, fail) => {
      this.queue.push({
        ...{ waiter, inputs, rows: this.batchable ? inputs[0]!.shape[0]! : 1 },
        ...{ key: this.batchable ? batchKey(inputs) : '', sinceMs: performance.now() },
        ...{ settle, fail },
      });
      this.schedule();
    });
  }

  /** Asking is cheaper than listening: nearly every call is waited for to its end. */
  private dropAborted(): void {
    const gone = this.queue.filter(({ waiter }) => waiter.aborted);
    if (gone.length === 0) return;
    this.queue = this.queue.filter(({ waiter }) => !waiter.aborted);
    for (const { fail } of gone) fail(new PolymathError('cancelled', 'nobody waits any more'));
  }

  /** Begins a batch once those calls are in the queue that came in the same turn, or when it is due. */
  private schedule(): void {
    const [first] = this.queue;
    if (this.running || this.scheduled || !first) return;
    const dueMs = first.sinceMs + this.settings.maxDelayMs - performance.now();
    if (dueMs > 0 && this.rowsWaiting() < this.settings.maxBatch) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        void this.run();
      }, dueMs);
      return;
    }
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      void this.run();
    });
  }

  private rowsWaiting(): number {
    return this.queue.reduce((sum, { rows }) => sum + rows, 0);
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.dropAborted();
    if (this.running || this.queue.length === 0) return;
    this.running = true;
    const calls = this.takeBatch();
    const startMs = performance.now();
    let failed = false;
    try {
      const outputs = await this.model.predict(joinRows(calls.map(({ inputs }) => inputs)));
      const results = splitRows(
        outputs,
        calls.map(({ rows }) => rows),
      );
      calls.forEach((call, i) => call.settle(results[i]!));
    } catch (error) {
      failed = true;
      for (const call of calls) call.fail(PolymathError.from(error));
    }
    this.lastBatchMs = performance.now() - startMs;
    this.tell(calls, startMs, failed);
    this.running = false;
    this.schedule();
  }

  private tell(calls: readonly Waiting[], startMs: number, failed: boolean): void {
    const { kind, by } = this.observed;
    by.batch(kind, {
      waitedSeconds: calls.map(({ sinceMs }) => (startMs - sinceMs) / 1000),
      rows: calls.reduce((sum, { rows }) => sum + rows, 0),
      seconds: this.lastBatchMs / 1000,
      failed,
    });
  }

  /** The calls from the front of the queue that can be computed together. */
  private takeBatch(): Waiting[] {
    const [first] = this.queue;
    let rows = 0;
    const end = this.queue.findIndex((call, i) => {
      rows += call.rows;
      return (
        i > 0 && !(this.batchable && call.key === first!.key && rows <= this.settings.maxBatch)
      );
    });
    return this.queue.splice(0, end < 0 ? this.queue.length : end);
  }
}
