import { nextTrial, type Interval, type LinePoint } from './line-step.js';

/** Where a search ended. */
export interface LineSearch {
  /** The last place that was evaluated. */
  point: LinePoint;
  evaluations: number;
  /** Whether both conditions hold there; otherwise rounding ended the search. */
  found: boolean;
}

/** Sufficient decrease, curvature, and the relative width at which an interval is a point: those of L-BFGS-B 3.0. */
const decrease = 1e-3;
const curvature = 0.9;
const narrow = 0.1;
const farthest = 1e10;

/**
 * Finds a step t with f(t) ≤ f(0) + 10⁻³·t·f'(0) and |f'(t)| ≤ 0.9·|f'(0)| (the strong Wolfe conditions) by the search of Moré
 * and Thuente, "Line search algorithms with guaranteed sufficient decrease", ACM TOMS 20 (1994).
 * @param evaluate value and slope at a step
 * @param start value and slope at 0; the slope is negative
 * @param first the first step to try, > 0
 * @param most evaluations at most
 */
export function searchLine(
  evaluate: (at: number) => LinePoint,
  start: LinePoint,
  first: number,
  most = 20,
): LineSearch {
  const slopeBound = decrease * start.slope;
  let interval: Interval = { best: start, other: start, bracketed: false };
  let range: [number, number] = [0, 5 * first];
  let width = farthest;
  let earlierWidth = 2 * farthest;
  let far = false;
  let at = first;
  for (let evaluations = 1; ; evaluations++) {
    const trial = evaluate(at);
    const bound = start.value + at * slopeBound;
    far ||= trial.value <= bound && trial.slope >= 0;
    const low = trial.value <= bound;
    if (low && Math.abs(trial.slope) <= curvature * -start.slope) {
      return { point: trial, evaluations, found: true };
    }
    const exhausted = isExhausted(interval, at, range) || (at === farthest && low);
    if (exhausted || evaluations === most) return { point: trial, evaluations, found: false };
    // Before a point of sufficient decrease is known, the search goes on f minus the line that bounds it.
    const tilted = !far && trial.value <= interval.best.value && !low;
    const slope = tilted ? slopeBound : 0;
    const next = nextTrial(tilt(interval, -slope), tiltPoint(trial, -slope), range);
    interval = tilt(next.interval, slope);
    at = next.at;
    const { best, other, bracketed } = interval;
    if (bracketed) {
      const size = Math.abs(other.at - best.at);
      if (size >= 0.66 * earlierWidth) at = best.at + 0.5 * (other.at - best.at);
      [earlierWidth, width] = [width, size];
      range = [Math.min(best.at, other.at), Math.max(best.at, other.at)];
    } else range = [at + 1.1 * (at - best.at), at + 4 * (at - best.at)];
    at = Math.min(Math.max(at, 0), farthest);
    if (isExhausted(interval, at, range)) at = best.at;
  }
}

/** Whether no place is left within a bracket that differs from its ends. */
const isExhausted = (
  { bracketed }: Interval,
  at: number,
  [least, most]: readonly [number, number],
) => bracketed && (at <= least || at >= most || most - least <= narrow * most);

const tiltPoint = ({ at, value, slope }: LinePoint, by: number): LinePoint => ({
  at,
  value: value + at * by,
  slope: slope + by,
});

const tilt = (interval: Interval, by: number): Interval =>
  by === 0
    ? interval
    : {
        ...interval,
        best: tiltPoint(interval.best, by),
        other: tiltPoint(interval.other, by),
      };
