import { PolymathError } from '@polymath/errors';
import type { Json, Saveable, Snapshot } from '@polymath/tensor';
import { badPositives, badUnless, badWeights, refuse } from '../checks.js';

/** Settings of {@link Cusum}. */
export interface CusumSettings {
  /** Mean and standard deviation of the figure while nothing changes. */
  mean: number;
  deviation: number;
  /** k, half the shift that is looked for, in deviations; 0.5 unless given. */
  slack?: number;
  /** h, the sum from which on it is a change, in deviations; 5 unless given: one false alarm in 465 values. */
  threshold?: number;
  /** What counts at most of one value, in deviations, so that a single strange one is no change; without bound unless given. */
  largest?: number;
}

/** What a value did. */
export interface CusumState {
  /** Sums of what went beyond the slack, in deviations, at least 0. */
  rise: number;
  fall: number;
  change: 'none' | 'rise' | 'fall';
}

/**
 * Two-sided cumulative sums (Page 1954) of one figure, e.g. RMS, kurtosis, or the share of unknown windows:
 *     rise = max(0, rise + z - k), fall = max(0, fall - z - k), z = (x - mean) / deviation; a change from h on
 * With `largest` robust: z is held within ±largest (Lucas and Crosier, Robust CUSUM, 1982).
 */
export class Cusum implements Saveable {
  private rise = 0;
  private fall = 0;
  private readonly settings: Required<CusumSettings>;

  /** @throws invalid-input that names every bad setting */
  constructor(given: CusumSettings) {
    const { mean, deviation, slack = 0.5, threshold = 5, largest = Infinity } = given;
    refuse(badPositives({ deviation, threshold }), badWeights({ slack }));
    refuse(badUnless(largest > slack, 'largest', `must be above slack, got ${largest}`));
    this.settings = { mean, deviation, slack, threshold, largest };
  }

  /** Takes the next value. */
  push(value: number): CusumState {
    const { mean, deviation, slack, threshold, largest } = this.settings;
    const z = Math.min(Math.max((value - mean) / deviation, -largest), largest);
    this.rise = Math.max(0, this.rise + z - slack);
    this.fall = Math.max(0, this.fall - z - slack);
    const { rise, fall } = this;
    const change = rise >= threshold ? 'rise' : fall >= threshold ? 'fall' : 'none';
    return { rise, fall, change };
  }

  /** Begins again, e.g. after a change was seen to. */
  reset(): void {
    [this.rise, this.fall] = [0, 0];
  }

  save(): Snapshot {
    return { tensors: new Map(), state: { rise: this.rise, fall: this.fall } };
  }

  /** @throws corrupt-data when a sum is missing */
  load({ state }: Snapshot): void {
    const { rise, fall } = (state ?? {}) as Readonly<Record<string, Json>>;
    if (typeof rise !== 'number' || typeof fall !== 'number')
      throw new PolymathError('corrupt-data', 'cusum: expected two sums');
    [this.rise, this.fall] = [rise, fall];
  }
}
