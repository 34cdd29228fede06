import { growthOf, type Growth } from './growth.js';
import type { SoakResult } from './run-soak.js';
import type { Series } from './samples.js';

/** A series with what it did over the second half of the time. */
export interface Judged extends Growth {
  series: Series;
}

/** All series, those that grow first. */
export function judge({ series }: Pick<SoakResult, 'series'>): Judged[] {
  return series
    .map((one) => ({ series: one, ...growthOf(one.points, one.margin) }))
    .sort((a, b) => Number(a.isBounded) - Number(b.isBounded));
}

/** The lines that the command prints at the end. */
export function describeSoak(result: SoakResult, judged: readonly Judged[]): string {
  const { jobs, hits, seconds, unnamed, broken, folder } = result;
  const lines = [
    `${jobs} jobs in ${(seconds / 60).toFixed(1)} minutes; ${hits.running} of ${hits.kills} kills of services and engine ` +
      `processes hit a running job; ${unnamed.put - unnamed.left} of ${unnamed.put} blobs that nobody names were removed`,
    ...broken.map((what) => `BROKEN ${what}`),
    ...judged.filter(({ isBounded }) => !isBounded).map(describeGrowth),
  ];
  if (folder !== undefined) lines.push(`logs and data: ${folder}`);
  return lines.join('\n');
}

function describeGrowth({ series: { name, group, unit }, grew, allowed, mean }: Judged): string {
  const amount = `${grew.toFixed(1)} ${unit} in the second half, allowed ${allowed.toFixed(1)}`;
  return `GROWS ${name}, ${group}: ${amount}, mean ${mean.toFixed(1)}`;
}

/** Whether every promise was kept and nothing grows. */
export function isSound({ broken }: SoakResult, judged: readonly Judged[]): boolean {
  return broken.length === 0 && judged.every(({ isBounded }) => isBounded);
}
