import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { JobFiles } from '@polymath/engine-host';
import { invalidFields, PolymathError } from '@polymath/errors';

/** Where a job's input lies; requests are checked before there is a job, so it is named. */
export function inputPath(files: Pick<JobFiles, 'input'>, artifact?: Artifact): string {
  if (!artifact) throw new PolymathError('internal', 'the spec names no artifact');
  return files.input(artifact);
}

/**
 * The result of looking at a field of a request that only the engine can judge, e.g. because a network must be read first.
 * @throws invalid-input that names the field where the error names none
 */
export function inField<Result>(field: string, look: () => Result): Result {
  try {
    return look();
  } catch (error) {
    const known = PolymathError.from(error);
    if (known.kind !== 'invalid-input' || known.fields.length > 0) throw error;
    throw invalidFields([{ field, description: known.message }]);
  }
}

/** A proto3 number where 0 stands for a default. */
export const orDefault = (value: number, fallback: number): number => value || fallback;
