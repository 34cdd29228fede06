import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';

/** The output of a job by its name. @throws internal when there is none */
export function outputOf({ id, outputs }: Job, name: string): Artifact {
  const found = outputs.find((artifact) => artifact.name === name);
  if (found) return found;
  const names = outputs.map((artifact) => artifact.name).join(', ');
  throw new PolymathError('internal', `job ${id}: expected an output ${name}, got ${names}`);
}

/** A figure of a job by its name. @throws internal when there is none */
export function metricOf({ id, metrics }: Job, name: string): number {
  const value = metrics[name];
  if (value !== undefined) return value;
  const names = Object.keys(metrics).join(', ');
  throw new PolymathError('internal', `job ${id}: expected a figure ${name}, got ${names}`);
}
