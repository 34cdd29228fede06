import type { Report } from '@polymath/tensor';

// Four reports a second are as many as a person can follow.
const leastGapMs = 250;

/**
 * Lets at most four reports a second through, but always the first and the last of a phase and those with a picture.
 * @param send what passes
 * @param now a clock, in milliseconds
 */
export function reportFilter(send: (report: Report) => void, now = () => performance.now()) {
  let held: Report | undefined;
  let phase: string | undefined;
  let sentMs = -Infinity;
  const pass = (report: Report) => {
    held = undefined;
    phase = report.phase;
    sentMs = now();
    send(report);
  };
  return {
    /** Takes the training's next report. */
    add(report: Report): void {
      const isFirst = report.phase !== phase;
      if (isFirst && held) pass(held);
      const isLast = report.step >= report.steps;
      const isDue = now() - sentMs >= leastGapMs;
      if (isFirst || isLast || isDue || report.preview) pass(report);
      else held = report;
    },
    /** Sends the report that is held back, if any: there is none after it. */
    flush(): void {
      if (held) pass(held);
    },
  };
}
