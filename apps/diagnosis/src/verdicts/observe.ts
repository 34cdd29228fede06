import { BadSignal } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { badSignal, coordinatesIn, Moments, rowOf, selectRows, type BadSignal as BadSignalName, type Windows } from '@polymath/diagnosis'; // prettier-ignore
import type { Diagnoser } from '../inputs/diagnoser-file.js';
import { mostReasons, type WindowFacts } from '../live/window-facts.js';
import { judge, type Judged } from './judge.js';

/** The reason why a window says nothing as the contract names it. */
export const badSignals: Readonly<Record<BadSignalName, BadSignal>> = {
  constant: BadSignal.BAD_SIGNAL_CONSTANT,
  'not-finite': BadSignal.BAD_SIGNAL_NOT_FINITE,
  clipped: BadSignal.BAD_SIGNAL_CLIPPED,
  dropout: BadSignal.BAD_SIGNAL_DROPOUT,
};

/** How many reasons are given of a window of this diagnoser. */
export const reasonsOf = ({ model }: Diagnoser): number =>
  Math.min(mostReasons, model.standardizer.mean.length);

/** All that a diagnoser says of raw windows one by one. */
export function observe(diagnoser: Diagnoser, windows: Windows): WindowFacts[] {
  const bad = Array.from({ length: windows.count }, (_, i) => badSignal(rowOf(windows, i)));
  const usable = bad.flatMap((reason, i) => (reason === undefined ? [i] : []));
  const judged = usable.length > 0 ? judge(diagnoser, selectRows(windows, usable)) : undefined;
  const { subspace } = diagnoser.novelty;
  const points = judged && coordinatesIn(subspace, judged.features);
  let next = 0;
  return bad.map((reason, i) => {
    if (reason !== undefined || !judged)
      return nothing(diagnoser, badSignals[reason ?? 'constant']);
    const place = next++;
    const moments = new Moments();
    moments.push(rowOf(windows, i));
    const probabilities = rowOf(judged.probabilities, place);
    return {
      ...{ badSignal: BadSignal.BAD_SIGNAL_UNSPECIFIED, probabilities, moments },
      unknownScore: judged.unknownScores[place]!,
      coordinates: points!.slice(place * subspace.components, (place + 1) * subspace.components),
      reasons: reasons(diagnoser, judged, place),
    };
  });
}

function nothing(diagnoser: Diagnoser, reason: BadSignal): WindowFacts {
  return {
    ...{ badSignal: reason, unknownScore: 0, moments: new Moments() },
    probabilities: new Float32Array(diagnoser.model.classes.length),
    coordinates: new Float64Array(diagnoser.novelty.subspace.components),
    reasons: [],
  };
}

/** Θ_jc · (f_j - mean_j) / deviation_j of the likeliest condition c: its largest shares by size. */
function reasons(diagnoser: Diagnoser, { features, probabilities }: Judged, place: number) {
  const { weight } = diagnoser.model.recognizer;
  const row = rowOf(probabilities, place);
  const likeliest = row.indexOf(Math.max(...row));
  return Array.from(rowOf(features, place), (value, feature) => ({
    ...{ feature, share: value * weight[feature * row.length + likeliest]! },
  }))
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share))
    .slice(0, reasonsOf(diagnoser));
}
