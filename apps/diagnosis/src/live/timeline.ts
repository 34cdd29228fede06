import { Resampler, WindowStream, type StreamedWindow } from '@polymath/diagnosis';
import type { ReadBlock } from './block-reader.js';

/** Rates and windows of one stream. */
export interface TimelineOptions {
  fromHz: number;
  /** The diagnoser's. */
  toHz: number;
  windowLength: number;
  hop: number;
}

/** Windows that are completed together, at most: bounds what one stream has in memory and in a batch. */
const windowsAtOnce = 64;

/**
 * The samples of a stream at the diagnoser's rate, by number from its first one on, and its windows. Remembers less than a window, and as
 * much as the resampling filter is long.
 */
export class Timeline {
  private readonly windows: WindowStream;
  private resampler: Resampler;
  /** Numbers of samples: received at the stream's rate, given at the diagnoser's; missing ones count. */
  private received = 0;
  private given = 0;
  /** When some sample was taken. */
  private clock: { sample: number; nanos: bigint } | undefined;

  /** @throws invalid-input when there is no way from one rate to the other */
  constructor(private readonly options: TimelineOptions) {
    this.windows = new WindowStream(options.windowLength, options.hop);
    this.resampler = this.newResampler();
  }

  /** Number of the sample that comes next. */
  get position(): number {
    return this.given;
  }

  /** When a sample was taken, in nanoseconds since 1970; 0 where blocks do not say, or where 64 bits cannot. */
  nanosAt(sample: number): bigint {
    if (!this.clock) return 0n;
    const apart = ((sample - this.clock.sample) / this.options.toHz) * 1e9;
    const nanos = this.clock.nanos + BigInt(Math.round(apart));
    return BigInt.asIntN(64, nanos) === nanos ? nanos : 0n;
  }

  /** Takes a block; gives its samples at the diagnoser's rate, in parts, each with the windows that it completes. */
  *push(block: ReadBlock): Generator<{ samples: Float32Array; windows: StreamedWindow[] }> {
    const { fromHz, toHz } = this.options;
    if (block.gap) this.skip(block.gap.lostSamples);
    if (block.t0Nanos !== 0n) this.clock = { sample: (this.received * toHz) / fromHz, nanos: block.t0Nanos }; // prettier-ignore
    this.received += block.samples.length;
    yield* this.cut(fromHz === toHz ? block.samples : this.resampler.push(block.samples));
  }

  /** What the resampling filter still holds at the end of the stream. */
  finish(): ReturnType<Timeline['push']> {
    const { fromHz, toHz } = this.options;
    return this.cut(fromHz === toHz ? new Float32Array() : this.resampler.finish());
  }

  private *cut(samples: Float32Array): ReturnType<Timeline['push']> {
    const { hop } = this.options;
    for (let start = 0; start < samples.length; start += windowsAtOnce * hop) {
      const part = samples.subarray(start, start + windowsAtOnce * hop);
      this.given += part.length;
      yield { samples: part, windows: this.windows.push(part) };
    }
  }

  private skip(lost: number): void {
    const { fromHz, toHz } = this.options;
    this.received += lost;
    const next = Math.max(this.given, Math.round((this.received * toHz) / fromHz));
    this.windows.gap(next - this.given);
    this.given = next;
    this.resampler = this.newResampler();
  }

  private newResampler(): Resampler {
    const { fromHz, toHz } = this.options;
    return new Resampler({ fromHz, toHz });
  }
}
