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
  let search: Search = {
    interval: { best: start, other: start, bracketed: false },
    ...{ at: first, range: [0, 5 * first], widths: [2 * farthest, farthest], far: false },
  };
  for (let evaluations = 1; ; evaluations++) {
    const trial = evaluate(search.at);
    const low = trial.value <= start.value + trial.at * slopeBound;
    if (low && Math.abs(trial.slope) <= curvature * -start.slope) {
      return { point: trial, evaluations, found: true };
    }
    if (isExhausted(search) || (trial.at === farthest && low) || evaluations === most) {
      return { point: trial, evaluations, found: false };
    }
    const far = search.far || (low && trial.slope >= 0);
    // Before a point of sufficient decrease is known, the search goes on f minus the line that bounds it.
    const tilted = !far && !low && trial.value <= search.interval.best.value;
    search = advance({ ...search, far }, trial, tilted ? slopeBound : 0);
  }
}

interface Search {
  interval: Interval;
  /** The place to try. */
  at: number;
  /** The least and the largest place that may be tried. */
  range: readonly [number, number];
  /** Widths of the bracket before the last one, and of the last one. */
  widths: readonly [number, number];
  /** Whether a place of sufficient decrease has been seen behind the minimum. */
  far: boolean;
}

/** The search after a trial; `slope` is that of the line which is taken off while it chooses. */
function advance(search: Search, trial: LinePoint, slope: number): Search {
  const next = nextTrial(tilt(search.interval, -slope), tiltPoint(trial, -slope), search.range);
  const interval = tilt(next.interval, slope);
  const { best, other, bracketed } = interval;
  let { at } = next;
  let { widths } = search;
  let range: [number, number] = [at + 1.1 * (at - best.at), at + 4 * (at - best.at)];
  if (bracketed) {
    const size = Math.abs(other.at - best.at);
    if (size >= 0.66 * widths[0]) at = best.at + 0.5 * (other.at - best.at);
    widths = [widths[1], size];
    range = [Math.min(best.at, other.at), Math.max(best.at, other.at)];
  }
  at = Math.min(Math.max(at, 0), farthest);
  const moved = { ...search, interval, range, widths, at };
  return isExhausted(moved) ? { ...moved, at: best.at } : moved;
}

/** Whether no place is left within a bracket that differs from its ends. */
const isExhausted = ({ interval, at, range: [least, most] }: Search) =>
  interval.bracketed && (at <= least || at >= most || most - least <= narrow * most);

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
