import { Shift, DriftState, type Drift } from '@polymath/contracts/polymath/diagnosis/v1/live';
import type { Health } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { indicatorsOf, type CusumState, type Departure, type Moments } from '@polymath/diagnosis';

/** Indicators of all samples that were counted; undefined for none, or a constant signal. */
export function healthOfMoments(moments: Moments): Health | undefined {
  const found = indicatorsOf(moments);
  if (!found) return undefined;
  const { rms, peak, deviation: standardDeviation, crest, kurtosis, skewness } = found;
  return { rms, peak, standardDeviation, crest, kurtosis, skewness };
}

const shifts: Readonly<Record<CusumState['change'], Shift>> = {
  none: Shift.SHIFT_UNSPECIFIED,
  rise: Shift.SHIFT_RISE,
  fall: Shift.SHIFT_FALL,
};

/** A departure as the contract has it; without one nothing is held against the machine. */
export function toDrift(departure: Departure | undefined): Drift | undefined {
  if (!departure) return undefined;
  const { score, changed, shifts: found } = departure;
  return {
    state: changed ? DriftState.DRIFT_STATE_CHANGED : DriftState.DRIFT_STATE_STEADY,
    score,
    rms: shifts[found.rms],
    kurtosis: shifts[found.kurtosis],
    unknownScore: shifts[found.unknownScore],
  };
}
