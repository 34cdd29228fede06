import type {
  TrendPoint,
  WindowVerdict,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { Drift } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { Moments } from '@polymath/diagnosis';
import { healthOfMoments } from './report-to-message.js';
import { isUsable, type WindowFacts } from './window-facts.js';

/** Makes one point of many windows. */
export class Trend {
  private moments = new Moments();
  private counts = { usable: 0, bad: 0, unknown: 0 };
  private first: { startSeconds: number; t0Nanos: bigint } | undefined;
  private last: { steadyCondition: string; drift: Drift | undefined } | undefined;

  add(
    facts: WindowFacts,
    { startSeconds, unknown, steadyCondition }: WindowVerdict,
    { t0Nanos, drift }: { t0Nanos: bigint; drift: Drift | undefined },
  ): void {
    this.first ??= { startSeconds, t0Nanos };
    if (!isUsable(facts)) {
      this.counts.bad++;
      return;
    }
    this.counts.usable++;
    this.counts.unknown += Number(unknown);
    this.moments.merge(facts.moments);
    this.last = { steadyCondition, drift };
  }

  /** The point of all windows since the last one; undefined where there are none. */
  take(stabilityIndex: number | undefined): TrendPoint | undefined {
    const { first, last, counts, moments } = this;
    if (!first) return undefined;
    this.moments = new Moments();
    this.counts = { usable: 0, bad: 0, unknown: 0 };
    this.first = undefined;
    return {
      ...first,
      ...{ usableWindows: counts.usable, badWindows: counts.bad },
      unknownShare: counts.usable > 0 ? counts.unknown / counts.usable : 0,
      health: healthOfMoments(moments),
      steadyCondition: last?.steadyCondition ?? '',
      drift: last?.drift,
      ...(stabilityIndex !== undefined && { stabilityIndex }),
    };
  }
}
