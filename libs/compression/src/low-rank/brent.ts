/** The place of a minimum and the value there. */
export interface Minimum {
  readonly x: number;
  readonly value: number;
}

/** 2 minus the golden ratio: where in an interval a golden-section step looks. */
const golden = (3 - Math.sqrt(5)) / 2;

/**
 * A local minimum of a continuous function of one number inside an interval, by Brent's method (R. P. Brent, Algorithms for
 * Minimization without Derivatives, 1973, chapter 5): the vertex of the parabola through the three best points where that
 * shrinks the interval fast enough, a golden section otherwise. The ends themselves are never tried.
 *
 * @param tolerance how far the result may be from the minimum, > 0; beside it, 1.5e-8 · |x|, where rounding hides the minimum
 */
export function minimizeBounded(
  f: (x: number) => number,
  [lower, upper]: readonly [number, number],
  tolerance: number,
): Minimum {
  const first = lower + golden * (upper - lower);
  let best = { x: first, value: f(first) };
  let [second, third] = [best, best];
  let step = 0;
  let stepBeforeLast = 0;
  for (;;) {
    const middle = (lower + upper) / 2;
    const smallest = Math.sqrt(Number.EPSILON) * Math.abs(best.x) + tolerance / 3;
    if (Math.abs(best.x - middle) <= 2 * smallest - (upper - lower) / 2) return best;

    const parabolic = parabolicStep(best, second, third);
    const inside = best.x + parabolic > lower && best.x + parabolic < upper;
    if (inside && Math.abs(parabolic) < Math.abs(stepBeforeLast) / 2) {
      [stepBeforeLast, step] = [step, parabolic];
      const next = best.x + step;
      if (next - lower < 2 * smallest || upper - next < 2 * smallest) {
        step = middle >= best.x ? smallest : -smallest;
      }
    } else {
      stepBeforeLast = (best.x < middle ? upper : lower) - best.x;
      step = golden * stepBeforeLast;
    }
    const move = Math.abs(step) >= smallest ? step : step > 0 ? smallest : -smallest;
    const tried = { x: best.x + move, value: f(best.x + move) };

    const outer = tried.value <= best.value ? best : tried;
    if (outer.x < (outer === best ? tried : best).x) lower = outer.x;
    else upper = outer.x;
    if (tried.value <= best.value) [best, second, third] = [tried, best, second];
    else if (tried.value <= second.value || second === best) [second, third] = [tried, second];
    else if (tried.value <= third.value || third === best || third === second) third = tried;
  }
}

/** From `a` to the vertex of the parabola through three points; not finite when they lie on a line or coincide. */
function parabolicStep(a: Minimum, b: Minimum, c: Minimum): number {
  const [ab, ac] = [a.x - b.x, a.x - c.x];
  const [towardsC, towardsB] = [ab * (a.value - c.value), ac * (a.value - b.value)];
  return -(ab * towardsC - ac * towardsB) / (2 * (towardsC - towardsB));
}
