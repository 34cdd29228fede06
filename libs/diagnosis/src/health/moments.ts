import { PolymathError } from '@polymath/errors';
import type { Json, Saveable, Snapshot } from '@polymath/tensor';

/** Sums over the samples so far: all that the indicators need, whatever the length of the signal. */
export interface Sums {
  count: number;
  mean: number;
  /** Sums of (x - mean)², (x - mean)³ and (x - mean)⁴. */
  second: number;
  third: number;
  fourth: number;
  /** Sum of |x|, and of √|x|. */
  absolute: number;
  roots: number;
  least: number;
  most: number;
}

const none: Sums = {
  count: 0,
  mean: 0,
  second: 0,
  third: 0,
  fourth: 0,
  absolute: 0,
  roots: 0,
  least: 0,
  most: 0,
};

/**
 * Central moments of a stream in one pass and double precision (Pébay, _Formulas for robust, one-pass parallel computation of covariances and
 * arbitrary-order statistical moments_, SAND2008-6212, 2008). Samples are taken one by one, so blocks of any size give the same bits; parts that were
 * counted apart can be merged.
 */
export class Moments implements Saveable {
  private sums: Sums = { ...none };

  /** The sums as they are now. */
  get state(): Readonly<Sums> {
    return this.sums;
  }

  /** Takes the next samples. */
  push(samples: ArrayLike<number>): void {
    const sums = { ...this.sums };
    for (let i = 0; i < samples.length; i++) takeIn(sums, samples[i]!);
    this.sums = sums;
  }

  /** Takes what another has counted. */
  merge({ sums }: Moments): void {
    this.sums = merged(this.sums, sums);
  }

  save(): Snapshot {
    return { tensors: new Map(), state: { ...this.sums } };
  }

  /** @throws corrupt-data when a sum is missing or not finite */
  load({ state }: Snapshot): void {
    const fields = (state ?? {}) as Readonly<Record<string, Json>>;
    const names = Object.keys(none) as (keyof Sums)[];
    const bad = names.find((name) => !Number.isFinite(fields[name]));
    if (bad)
      throw new PolymathError(
        'corrupt-data',
        `moments: expected a number ${bad}, got ${JSON.stringify(fields[bad] ?? null)}`,
      );
    this.sums = Object.fromEntries(names.map((name) => [name, fields[name]])) as unknown as Sums;
  }
}

/** Pébay's formulas (2.1) to (2.4) for one more value. */
function takeIn(sums: Sums, value: number): void {
  const n = sums.count + 1;
  const delta = value - sums.mean;
  const part = delta / n;
  const term = delta * part * sums.count;
  sums.fourth +=
    term * part * part * (n * n - 3 * n + 3) +
    6 * part * part * sums.second -
    4 * part * sums.third;
  sums.third += term * part * (n - 2) - 3 * part * sums.second;
  sums.second += term;
  sums.mean += part;
  sums.absolute += Math.abs(value);
  sums.roots += Math.sqrt(Math.abs(value));
  sums.least = sums.count === 0 ? value : Math.min(sums.least, value);
  sums.most = sums.count === 0 ? value : Math.max(sums.most, value);
  sums.count = n;
}

/** The same for two sets of values. */
function merged(a: Sums, b: Sums): Sums {
  if (a.count === 0 || b.count === 0) return a.count === 0 ? { ...b } : { ...a };
  const n = a.count + b.count;
  const delta = b.mean - a.mean;
  const [p, q] = [a.count / n, b.count / n];
  const both = a.count * q * delta * delta;
  return {
    count: n,
    mean: a.mean + delta * q,
    second: a.second + b.second + both,
    third: a.third + b.third + both * delta * (p - q) + 3 * delta * (p * b.second - q * a.second),
    fourth:
      a.fourth +
      b.fourth +
      both * delta * delta * (p * p - p * q + q * q) +
      6 * delta * delta * (p * p * b.second + q * q * a.second) +
      4 * delta * (p * b.third - q * a.third),
    absolute: a.absolute + b.absolute,
    roots: a.roots + b.roots,
    least: Math.min(a.least, b.least),
    most: Math.max(a.most, b.most),
  };
}
