import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { JobOptions } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Violations } from '@polymath/service-kit';

/** Demands an artifact by its hash. */
export function checkArtifact(wrong: Violations, field: string, artifact?: Artifact): void {
  if (!artifact) wrong.add(field, 'is required');
  else wrong.sha256(`${field}.sha256`, artifact.sha256);
}

/** Refuses the name of a model for a job that makes none. */
export function checkNoModel(wrong: Violations, options: JobOptions | undefined): void {
  const name = options?.modelName ?? '';
  const description = `must be empty: this job makes no model, got "${name}"`;
  wrong.that(name === '', 'options.model_name', description);
}

/** Demands a number from `min` to `max`, or 0 where that stands for a default. */
export function checkOrZero(
  wrong: Violations,
  field: string,
  value: number,
  [min, max]: readonly [number, number],
): void {
  if (value !== 0) wrong.range(field, value, min, max);
}

/** Demands a learning rate that is neither negative nor wild; 0 stands for the default. */
export function checkLearningRate(wrong: Violations, field: string, value: number): void {
  wrong.that(value >= 0 && value <= 1, field, `must be from 0 to 1, got ${value}`);
}

/** Demands a seed that survives as a number. */
export function checkSeed(wrong: Violations, seed: bigint): void {
  wrong.range('seed', seed, 0, Number.MAX_SAFE_INTEGER);
}

/** Whether a number on the wire is one of an enum's; others are kept as they came. */
export function isOneOf(values: object, value: number): boolean {
  return value >= 0 && value in values;
}

/** The names that an enum's values have without what they share, e.g. `LENET5, RESNET14` for `Architecture`: what an error offers. */
export function namesIn(values: object): string {
  const all = Object.entries(values).flatMap(([name, value]) => (typeof value === 'number' && value >= 0 ? [{ name, value }] : [])); // prettier-ignore
  const shared = (all.find(({ value }) => value === 0)?.name ?? '').replace(/UNSPECIFIED$/, '');
  return all.filter(({ value }) => value > 0).map(({ name }) => name.slice(shared.length)).join(', '); // prettier-ignore
}
