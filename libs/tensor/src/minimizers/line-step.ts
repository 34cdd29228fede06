/** A place on a line: how far along it, the function's value and its slope there. */
export interface LinePoint {
  at: number;
  value: number;
  slope: number;
}

/** The state of a search: the best point, the other end of the interval, and whether a minimum is known to lie between. */
export interface Interval {
  best: LinePoint;
  other: LinePoint;
  bracketed: boolean;
}

/**
 * The next place to try (Moré and Thuente 1994, section 4), from an interval and the newest trial: a cubic or quadratic
 * interpolation that depends on whether the trial is higher, has a slope of the other sign, or is less steep.
 * @param range the least and the largest place that may be given
 */
export function nextTrial(
  interval: Interval,
  trial: LinePoint,
  range: readonly [least: number, most: number],
): { at: number; interval: Interval } {
  const turned = trial.slope * Math.sign(interval.best.slope) < 0;
  const higher = trial.value > interval.best.value;
  const at = higher
    ? whenHigher(interval.best, trial)
    : turned
      ? whenTurned(interval.best, trial)
      : Math.abs(trial.slope) < Math.abs(interval.best.slope)
        ? whenFlatter(interval, trial, range)
        : whenSteeper(interval, trial, range);
  const bracketed = interval.bracketed || higher || turned;
  return { at, interval: { ...narrowed(interval, trial, { higher, turned }), bracketed } };
}

function narrowed(
  { best, other }: Interval,
  trial: LinePoint,
  { higher, turned }: { higher: boolean; turned: boolean },
): Omit<Interval, 'bracketed'> {
  if (higher) return { best, other: trial };
  return { best: trial, other: turned ? best : other };
}

/** The terms θ and γ of the cubic through two points and their slopes. */
function cubic(a: LinePoint, b: LinePoint, clipped = false): { theta: number; gamma: number } {
  const theta = (3 * (a.value - b.value)) / (b.at - a.at) + a.slope + b.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(a.slope), Math.abs(b.slope));
  const square = (theta / scale) ** 2 - (a.slope / scale) * (b.slope / scale);
  return { theta, gamma: scale * Math.sqrt(clipped ? Math.max(0, square) : square) };
}

/** Where the secant through the slopes at two points is 0, seen from the trial. */
const secant = (best: LinePoint, trial: LinePoint) =>
  trial.at + (trial.slope / (trial.slope - best.slope)) * (best.at - trial.at);

/** Share of the way from the trial to `from` at which the cubic through both has its minimum. */
function cubicShare(from: LinePoint, trial: LinePoint, flipped: boolean): number {
  const { theta, gamma } = cubic(from, trial);
  const signed = flipped ? -gamma : gamma;
  return (signed - trial.slope + theta) / (signed - trial.slope + signed + from.slope);
}

function whenHigher(best: LinePoint, trial: LinePoint): number {
  const { theta, gamma } = cubic(best, trial);
  const signed = trial.at < best.at ? -gamma : gamma;
  const share = (signed - best.slope + theta) / (signed - best.slope + signed + trial.slope);
  const along = trial.at - best.at;
  const byCubic = best.at + share * along;
  const chord = (best.value - trial.value) / along + best.slope;
  const byQuadratic = best.at + (best.slope / chord / 2) * along;
  if (Math.abs(byCubic - best.at) < Math.abs(byQuadratic - best.at)) return byCubic;
  return byCubic + (byQuadratic - byCubic) / 2;
}

function whenTurned(best: LinePoint, trial: LinePoint): number {
  const share = cubicShare(best, trial, trial.at > best.at);
  const byCubic = trial.at + share * (best.at - trial.at);
  const bySecant = secant(best, trial);
  return Math.abs(byCubic - trial.at) > Math.abs(bySecant - trial.at) ? byCubic : bySecant;
}

function whenFlatter(
  { best, other, bracketed }: Interval,
  trial: LinePoint,
  [least, most]: readonly [number, number],
): number {
  const byCubic = flatCubic(best, trial, [least, most]);
  const bySecant = secant(best, trial);
  const cubicCloser = Math.abs(byCubic - trial.at) < Math.abs(bySecant - trial.at);
  const closer = cubicCloser ? byCubic : bySecant;
  const farther = cubicCloser ? bySecant : byCubic;
  if (!bracketed) return Math.min(Math.max(farther, least), most);
  const limit = trial.at + 0.66 * (other.at - trial.at);
  return trial.at > best.at ? Math.min(limit, closer) : Math.max(limit, closer);
}

function flatCubic(
  best: LinePoint,
  trial: LinePoint,
  [least, most]: readonly [number, number],
): number {
  const { theta, gamma } = cubic(best, trial, true);
  const signed = trial.at > best.at ? -gamma : gamma;
  const share = (signed - trial.slope + theta) / (signed + (best.slope - trial.slope) + signed);
  if (share < 0 && signed !== 0) return trial.at + share * (best.at - trial.at);
  return trial.at > best.at ? most : least;
}

function whenSteeper(
  { best, other, bracketed }: Interval,
  trial: LinePoint,
  [least, most]: readonly [number, number],
): number {
  if (!bracketed) return trial.at > best.at ? most : least;
  const share = cubicShare(other, trial, trial.at > other.at);
  return trial.at + share * (other.at - trial.at);
}
