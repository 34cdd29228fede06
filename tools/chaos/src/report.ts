import type { RunResult } from './run.js';

/** A run with fewer kills that hit a running job proves too little to count. */
export const leastHits = 10;

/** Whether every promise was kept, under enough kills. */
export function isGood({ violations, hits }: RunResult): boolean {
  return violations.length === 0 && hits.running >= leastHits;
}

/** What a run has shown, in lines. */
export function describeRun(seed: number, result: RunResult): string {
  const { jobs, hits, resumed, attemptsLost, stepsAgain, violations, folder } = result;
  const lines = [
    `${jobs} jobs in ${result.seconds.toFixed(0)} s; ${hits.running} of ${hits.kills} kills hit a running job; ` +
      `${resumed} jobs reached epoch 2 or more, ${attemptsLost} attempts lost; at most ${stepsAgain} steps computed again`,
    ...violations.map(({ rule, jobId, what }) => `BROKEN seed ${seed}, ${rule} ${jobId}: ${what}`),
  ];
  if (hits.running < leastHits) {
    lines.push(`seed ${seed} does not count: expected ${leastHits} kills of running jobs`);
  }
  if (folder !== undefined) lines.push(`logs and data: ${folder}`);
  return lines.map((line) => `  ${line}`).join('\n');
}

/** The last line: of all runs that count, and of all that broke a promise. */
export function describeTotal(results: readonly RunResult[]): string {
  const counted = results.filter(
    ({ hits, violations }) => hits.running >= leastHits || violations.length > 0,
  );
  const sum = (of: (result: RunResult) => number) =>
    counted.reduce((total, result) => total + of(result), 0);
  const jobs = sum((result) => result.jobs);
  const [lost, doubled] = [sum((result) => result.lost), sum((result) => result.doubled)];
  return `runs ${counted.length}, jobs ${jobs}, lost ${lost}, doubled ${doubled}`;
}
