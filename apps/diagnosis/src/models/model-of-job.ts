import { TrainDiagnoserRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { JobModel } from '@polymath/models';
import { diagnoserFile } from '../inputs/diagnoser-file.js';
import { diagnoser } from './kinds.js';

/** The model among a job's outputs, and what it learned from; undefined for kinds of job that make none. */
export function modelOfJob({ kind, spec, outputs }: Job): JobModel | undefined {
  const artifact = outputs.find(({ name }) => name === diagnoserFile);
  if (kind !== 'TrainDiagnoser' || !artifact || !spec) return undefined;
  const { recordings } = TrainDiagnoserRequest.decode(spec.value);
  const data = recordings.flatMap(({ recording }, i) => {
    const sha256 = recording?.file?.sha256;
    return sha256 === undefined ? [] : [{ field: `recordings[${i}].recording.file`, sha256 }];
  });
  return { kind: diagnoser, artifact, data };
}
