import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { JobFiles } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';

/** Where a job's input lies; requests are checked before there is a job, so it is named. */
export function inputPath(files: Pick<JobFiles, 'input'>, artifact?: Artifact): string {
  if (!artifact) throw new PolymathError('internal', 'the spec names no artifact');
  return files.input(artifact);
}

/** A proto3 number where 0 stands for a default. */
export const orDefault = (value: number, fallback: number): number => value || fallback;
