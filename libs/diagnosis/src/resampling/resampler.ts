import { PolymathError } from '@polymath/errors';
import type { Saveable, Snapshot } from '@polymath/tensor';
import { countsIn } from '@polymath/tensor';
import { badCounts, badPositives, badUnless, refuse } from '../checks.js';
import { lowPass, type LowPass } from './low-pass.js';

/** Sampling rates before and after, in Hz. */
export interface Rates {
  fromHz: number;
  toHz: number;
}

/** Shares of the new sampling rate: what passes, and from where on nothing does. */
const passShare = 0.45;
const stopShare = 0.5;

/** The largest factor of a ratio of rates: beyond, the filter is too long to be of use. */
const largestFactor = 1000;

/**
 * Lowers the sampling rate of a stream block by block, with a filter against aliasing (pass band up to 0.45 of the new rate, 80 dB from 0.5
 * on) and no delay: sample m is the signal at the time m / toHz. What it remembers is as long as the filter, whatever the blocks.
 */
export class Resampler implements Saveable {
  private readonly up: number;
  private readonly down: number;
  private readonly filter: LowPass;
  /** Samples received, samples given, and where `kept` begins. */
  private counts = { received: 0, given: 0, first: 0 };
  private kept = new Float64Array();

  /**
   * @throws invalid-input when rates are not above 0, the new one is higher (what lies in its band was never measured), or they have no
   * common divisor that makes both small
   */
  constructor({ fromHz, toHz }: Rates) {
    refuse(
      badPositives({ fromHz, toHz }),
      badUnless(toHz <= fromHz, 'toHz', `must be at most fromHz ${fromHz}, got ${toHz}`),
    );
    [this.up, this.down] = ratio(toHz, fromHz);
    refuse(
      badCounts({ factor: this.up }),
      badUnless(
        this.down <= largestFactor,
        'toHz',
        `must be to fromHz as whole numbers up to ${largestFactor} are, got ${toHz} to ${fromHz}`,
      ),
    );
    this.filter =
      this.down === 1
        ? { half: 0, taps: Float64Array.of(1) }
        : lowPass(passShare / this.down, stopShare / this.down);
  }

  /** Takes the next samples and gives those that follow from them. */
  push(samples: Float32Array): Float32Array {
    const joined = new Float64Array(this.kept.length + samples.length);
    joined.set(this.kept);
    joined.set(samples, this.kept.length);
    this.kept = joined;
    this.counts.received += samples.length;
    // A sample is ready once all that its filter reaches has come.
    const ready =
      Math.floor((this.counts.received * this.up - 1 - this.filter.half) / this.down) + 1;
    return this.give(Math.max(this.counts.given, ready));
  }

  /** The last samples, as if zeros followed. */
  finish(): Float32Array {
    return this.give(Math.ceil((this.counts.received * this.up) / this.down));
  }

  save(): Snapshot {
    const kept = { dtype: 'float64', shape: [this.kept.length], data: this.kept.slice() } as const;
    return { tensors: new Map([['kept', kept]]), state: { ...this.counts } };
  }

  /** Continues where a resampler of the same rates was. */
  load({ tensors, state }: Snapshot): void {
    const counts = countsIn(state, ['received', 'given', 'first']);
    const kept = tensors.get('kept')?.data;
    if (!(kept instanceof Float64Array) || counts.first + kept.length !== counts.received) {
      const message = `resampler: expected ${counts.received - counts.first} kept samples, got ${kept?.length ?? 'none'}`;
      throw new PolymathError('corrupt-data', message);
    }
    this.counts = counts;
    this.kept = kept.slice();
  }

  private give(end: number): Float32Array {
    const { counts, up, down, filter } = this;
    const result = Float32Array.from({ length: end - counts.given }, (_, i) =>
      this.sampleAt((counts.given + i) * down),
    );
    counts.given = end;
    const needed = Math.max(counts.first, Math.ceil((end * down - filter.half) / up));
    const first = Math.min(needed, counts.received);
    this.kept = this.kept.slice(first - counts.first);
    counts.first = first;
    return result;
  }

  /** y = up · Σ_k h[half + place - k·up] · x_k, place in steps of 1 / (up · fromHz). */
  private sampleAt(place: number): number {
    const { up, kept, counts } = this;
    const { half, taps } = this.filter;
    const first = Math.max(counts.first, Math.ceil((place - half) / up));
    const last = Math.min(counts.received - 1, Math.floor((place + half) / up));
    let sum = 0;
    for (let k = first; k <= last; k++)
      sum += taps[half + place - k * up]! * kept[k - counts.first]!;
    return up * sum;
  }
}

/** A whole signal at a lower sampling rate: ⌈samples · toHz / fromHz⌉ samples. */
export function resample(samples: Float32Array, rates: Rates): Float32Array {
  const resampler = new Resampler(rates);
  const start = resampler.push(samples);
  const end = resampler.finish();
  const result = new Float32Array(start.length + end.length);
  result.set(start);
  result.set(end, start.length);
  return result;
}

/** Two rates as the smallest whole numbers of the same ratio. */
function ratio(a: number, b: number): [number, number] {
  // Rates are given to a thousandth of a hertz.
  const [x, y] = [Math.round(a * 1000), Math.round(b * 1000)];
  let [divisor, rest] = [x, y];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return [x / divisor, y / divisor];
}
