import { EnvelopeReport } from '@polymath/contracts/polymath/diagnosis/v1/live';
import type { CallEngine } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import type { Logger } from '@polymath/service-kit';
import { encodeStretch, type Stretch } from './stretch.js';
import type { Turns } from './turns.js';

/** The longest stretch whose envelope is analysed, in seconds; half of the cost of 8 s, and four turns of most cages. */
const longestSeconds = 4;
/** Below it, lines cannot be told apart. */
const shortestSeconds = 1;

/** What envelopes of a stream need. */
export interface EnvelopeOptions {
  call: CallEngine;
  /** Shared by all streams, so that envelopes never hold up verdicts. */
  turns: Turns;
  facts: Omit<Stretch, 'samples' | 'rpm'>;
  signal: AbortSignal;
  log: Logger;
}

/** Where a report begins. */
export interface StretchPlace {
  startSeconds: number;
  t0Nanos: bigint;
}

/** Keeps the last seconds of a stream, and has their envelope analysed while the stream goes on: one at a time. */
export class EnvelopeWatch {
  private readonly kept: Float32Array;
  private filled = 0;
  private running: Promise<void> | undefined;
  private readonly ready: EnvelopeReport[] = [];
  private failure: { error: unknown } | undefined;
  private wake: (() => void) | undefined;

  constructor(private readonly options: EnvelopeOptions) {
    this.kept = new Float32Array(Math.ceil(longestSeconds * options.facts.sampleRateHz));
  }

  push(samples: Float32Array): void {
    const { kept } = this;
    const added = samples.subarray(Math.max(0, samples.length - kept.length));
    const stays = Math.min(this.filled, kept.length - added.length);
    kept.copyWithin(0, this.filled - stays, this.filled);
    kept.set(added, stays);
    this.filled = stays + added.length;
  }

  /** No envelope reaches over a gap. */
  gap(): void {
    this.filled = 0;
  }

  /** Begins an analysis of what is kept, unless one is running, the speed is not known, or there is too little. */
  begin(rpm: number, placeOf: (samples: number) => StretchPlace): void {
    const { sampleRateHz } = this.options.facts;
    if (this.running || rpm === 0 || this.filled < shortestSeconds * sampleRateHz) return;
    const samples = this.kept.slice(0, this.filled);
    this.running = this.analyze({ ...this.options.facts, samples, rpm }, placeOf(samples.length));
  }

  /** The reports that are ready. @throws what an analysis threw */
  take(): EnvelopeReport[] {
    if (this.failure) throw this.failure.error;
    return this.ready.splice(0);
  }

  /** Waits for a report or for something else; true when there is a report to take first. */
  async readyBefore(other: Promise<unknown>): Promise<boolean> {
    return new Promise((resolve) => {
      this.wake = () => resolve(true);
      other.then(
        () => resolve(false),
        () => resolve(false),
      );
      if (this.ready.length > 0 || this.failure) resolve(true);
    });
  }

  /** Resolves when nothing is being analysed. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async analyze(stretch: Stretch, place: StretchPlace): Promise<void> {
    const { call, turns, signal, log } = this.options;
    try {
      await turns.take(async () => {
        for await (const bytes of call('AnalyzeStretch', encodeStretch(stretch), signal)) {
          this.ready.push({ ...EnvelopeReport.decode(bytes), ...place });
        }
      });
    } catch (error) {
      // A process that died is no fault of the stream: the next report tries again.
      if (PolymathError.from(error).kind === 'unavailable') log.warn({ err: error }, 'no envelope');
      else this.failure = { error };
    }
    this.running = undefined;
    this.wake?.();
  }
}
