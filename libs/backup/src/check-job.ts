import { createHash } from 'node:crypto';
import { Accelerator, JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { hasEnded, isJobId, isModelName, modelNameRule } from '@polymath/jobs';
import type { Violations } from '@polymath/service-kit';
import { checkArea, checkStored, checkTimes } from './check-parts.js';

/** Counters of a record are 32 bits wide and go on from where they are. */
const highestCount = 2 ** 31 - 1;
const mostAttempts = 1000;

/** Demands a record as a service of the area writes it. */
export function checkJob(wrong: Violations, job: Job, area: string): void {
  const { id, kind, state, accelerator, requestId, modelName, retryOf, worker } = job;
  checkArea(wrong, job.area, area);
  wrong.that(isJobId(id), 'id', `must be at most 40 lower-case letters and digits, got "${id}"`);
  wrong.that(/^[A-Z][A-Za-z0-9]{0,63}$/.test(kind), 'kind', `must be the name of an RPC, got "${kind}"`); // prettier-ignore
  checkSpec(wrong, job);
  wrong.that(
    state > JobState.JOB_STATE_UNSPECIFIED && state in JobState,
    'state',
    `must be one of JobState, got ${state}`,
  );
  wrong.that(accelerator >= Accelerator.ACCELERATOR_UNSPECIFIED && accelerator in Accelerator, 'accelerator', `must be one of Accelerator, got ${accelerator}`); // prettier-ignore
  wrong.that(/^[\x20-\x7e]{0,128}$/.test(requestId), 'request_id', 'must be at most 128 printable ASCII characters'); // prettier-ignore
  wrong.that(modelName === '' || isModelName(modelName), 'model_name', `${modelNameRule}, got "${modelName}"`); // prettier-ignore
  wrong.that(retryOf === '' || isJobId(retryOf), 'retry_of', `must be the id of a job, got "${retryOf}"`); // prettier-ignore
  wrong.that(/^[\x21-\x7e]{0,200}$/.test(worker), 'worker', `must be at most 200 printable ASCII characters, got "${worker}"`); // prettier-ignore
  checkCounts(wrong, job);
  const { createTime, updateTime, startTime, endTime, notBefore, deadline } = job;
  const times = {
    ...{ create_time: createTime, update_time: updateTime, start_time: startTime },
    ...{ end_time: endTime, not_before: notBefore, deadline },
  };
  const ends = hasEnded(state) ? ['end_time'] : [];
  checkTimes(wrong, times, ['create_time', 'update_time', ...ends]);
  job.errors.forEach(({ time }, i) => checkTimes(wrong.at(`errors[${i}]`), { time }, []));
  job.outputs.forEach((output, i) => checkStored(wrong.at(`outputs[${i}]`), output));
  if (!job.checkpoint) return;
  const { artifact, time } = job.checkpoint;
  checkStored(wrong.at('checkpoint.artifact'), artifact);
  checkTimes(wrong.at('checkpoint'), { time }, []);
}

/** The request that made the job, unchanged. */
function checkSpec(wrong: Violations, { area, kind, spec, specSha256 }: Job): void {
  wrong.present('spec', spec);
  if (!spec) return;
  const typeUrl = `type.googleapis.com/polymath.${area}.v1.${kind}Request`;
  wrong.that(spec.typeUrl === typeUrl, 'spec.type_url', `must be ${typeUrl}, got "${spec.typeUrl}"`); // prettier-ignore
  const sha256 = createHash('sha256').update(spec.value).digest('hex');
  wrong.that(specSha256 === sha256, 'spec_sha256', `must be that of the spec, ${sha256}, got "${specSha256}"`); // prettier-ignore
}

function checkCounts(wrong: Violations, job: Job): void {
  wrong.range('epoch', job.epoch, 0, highestCount);
  wrong.range('interruptions', job.interruptions, 0, highestCount);
  wrong.range('max_attempts', job.maxAttempts, 1, mostAttempts);
  wrong.range('attempt', job.attempt, 0, mostAttempts);
}
