import type { CheckpointPlan } from '../messages.js';

// So saving takes at most a tenth of the time.
const leastCostRatio = 10;

/**
 * Tells when checkpoints are due: after `everyMs` or ten times what the last one cost, whichever is longer.
 * @param now a clock, in milliseconds
 */
export function checkpointClock(plan: CheckpointPlan, now = () => performance.now()) {
  let lastMs = now();
  let costMs = 0;
  let reports = 0;
  return {
    /** Asked once after each report. */
    isDue(): boolean {
      reports += 1;
      if (plan.everyReports !== undefined) return reports % plan.everyReports === 0;
      return now() - lastMs >= Math.max(plan.everyMs, leastCostRatio * costMs);
    },
    /** Runs the saving and notes what it costs. */
    async measure(save: () => Promise<void>): Promise<void> {
      const begin = now();
      await save();
      lastMs = now();
      costMs = lastMs - begin;
    },
  };
}
