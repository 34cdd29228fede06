import { maxModelBytes } from '@polymath/models';
import { violations } from '@polymath/service-kit';
import { checkJob } from './check-job.js';
import { checkModel } from './check-model.js';
import type { KnownRecord } from './record.js';

/**
 * Refuses a record that this area could not have written: it would be listed, claimed, served or counted on from then on.
 * What a job's spec asks for is its engine's to judge.
 * @throws invalid-input naming every bad field, e.g. `record.job.spec_sha256`
 */
export function checkRecord({ value, sizeBytes }: KnownRecord, area: string): void {
  const all = violations();
  const wrong = all.at(`record.${value.$case}`);
  if (value.$case === 'job') checkJob(wrong, value.job, area);
  else {
    const fits = sizeBytes <= maxModelBytes;
    all.that(fits, 'record.model', `must be at most ${maxModelBytes} bytes, got ${sizeBytes}`);
    checkModel(wrong, value.model, area);
  }
  all.throwIfAny();
}
