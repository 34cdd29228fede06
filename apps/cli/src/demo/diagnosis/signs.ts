import type { LiveVerdict } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { BearingFault } from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import { DriftState, type EnvelopeReport } from '@polymath/contracts/polymath/diagnosis/v1/live';

/** What can tell of a fault, from the one that knows least of it. */
export const signs = ['drift', 'unknown', 'class', 'envelope'] as const;
export type Sign = (typeof signs)[number];

/** What each sign says, in words. */
export const signNames: Readonly<Record<Sign, string>> = {
  drift: 'drift: it has left its own normal',
  unknown: 'UNKNOWN: none that was taught',
  class: 'class: outer race, steadily',
  envelope: 'envelope: blows at that race’s rate',
};

/** Windows whose majority decides whether the condition is unknown, and all of which must name one: a second. */
const horizon = 10;

/** Follows a stream; tells when a sign speaks that did not before. */
export interface SignWatch {
  /** The signs that speak with this verdict and did not with the last. */
  verdict(verdict: LiveVerdict): Sign[];
  envelope(report: EnvelopeReport): Sign[];
}

/** Watches for signs of a fault of a condition. A single unknown window is none: of healthy ones some are, by construction. */
export function signWatch(condition: string): SignWatch {
  const speaking = new Set<Sign>();
  const unknown: boolean[] = [];
  let named = 0;
  const update = (sign: Sign, speaks: boolean): Sign[] => {
    const isNew = speaks && !speaking.has(sign);
    if (speaks) speaking.add(sign);
    else speaking.delete(sign);
    return isNew ? [sign] : [];
  };
  return {
    verdict: ({ verdict, drift }) => {
      unknown.push(verdict!.unknown);
      if (unknown.length > horizon) unknown.shift();
      const share = unknown.filter(Boolean).length / horizon;
      const isNamed = verdict!.steadyCondition === condition && share <= 0.5;
      named = isNamed ? named + 1 : 0;
      return [
        ...update('drift', drift?.state === DriftState.DRIFT_STATE_CHANGED),
        ...update('unknown', share > 0.5),
        ...update('class', named >= horizon),
      ];
    },
    envelope: ({ analysis }) =>
      update('envelope', analysis?.verdict === BearingFault.BEARING_FAULT_OUTER_RACE),
  };
}

/** How much the envelope speaks for blows at the rate of the outer race; 0 where it was not looked at. */
export function outerRaceEvidence({ analysis }: EnvelopeReport): number {
  const own = analysis?.evidence.find(
    ({ fault }) => fault === BearingFault.BEARING_FAULT_OUTER_RACE,
  );
  return own?.evidence ?? 0;
}

/** When a sign spoke. */
export interface Spoken {
  readonly sign: Sign;
  readonly atSeconds: number;
}

/** The first time that each sign spoke with the fault there, and how often it did before: those are false alarms. */
export function firstSpoken(spoken: readonly Spoken[], beginSeconds: number) {
  return signs.map((sign) => {
    const own = spoken.filter((each) => each.sign === sign);
    const first = own.find(({ atSeconds }) => atSeconds >= beginSeconds);
    const falseAlarms = own.filter(({ atSeconds }) => atSeconds < beginSeconds).length;
    return { sign, atSeconds: first?.atSeconds, falseAlarms };
  });
}
