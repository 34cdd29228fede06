import { Accelerator, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Job, JobOptions } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { inSpan, startSpan, violations, type Logger } from '@polymath/service-kit';
import { aboutJob } from './about-job.js';
import { newJobId, sha256 } from './job-id.js';
import { isModelName, modelNameRule } from './model-name.js';
import { transition } from './state-machine.js';
import { follow, isConflict, type JobStore } from './store.js';
import type { Effect, Transition } from './transition.js';

/** A job to be made. */
export interface Submission {
  tenant: string;
  /** The RPC that makes it, e.g. `CompressClassifier`. */
  kind: string;
  /** The request, serialised: two are the same job only if these bytes are equal. */
  spec: { typeUrl: string; value: Uint8Array };
  options: JobOptions | undefined;
  /** W3C trace context of the request. */
  traceParent?: string;
}

/** What making jobs needs. */
export interface SubmitParts {
  store: JobStore;
  maxAttempts: number;
  /** Whether jobs for a GPU are taken here. */
  gpu: boolean;
  log: Logger;
}

/**
 * Makes a job; a repeated request with the same request id returns the job that the first one made.
 * Throws `invalid-input` (options), `already-exists` (the request id belongs to another spec),
 * `failed-precondition` (a GPU is asked for and there is none) and `unavailable` (unknown: repeat it).
 */
export async function submitJob(parts: SubmitParts, submission: Submission): Promise<Job> {
  const { store, maxAttempts } = parts;
  const { tenant, kind, spec, traceParent: parent = '' } = submission;
  const options = checkOptions(submission.options);
  const { requestId, accelerator } = options;
  const specSha256 = sha256(spec.value);
  checkPool(parts, accelerator);
  const { area } = store;
  const { modelName } = options;
  const span = startSpan(`${kind} submit`, { kind: 'PRODUCER', parent });
  const { traceParent } = span;
  const job = {
    ...{ id: newJobId(tenant, area, requestId), tenant, area, kind, specSha256, requestId },
    ...{ accelerator, maxAttempts, modelName, traceParent },
    spec: { typeUrl: spec.typeUrl, value: Buffer.from(spec.value) },
    timeoutMs: options.timeoutSeconds * 1000,
  };
  const made = transition(undefined, { type: 'submit', now: Date.now(), job });
  const isSame = (existing: Job) => existing.kind === kind && existing.specSha256 === specSha256;
  return inSpan(span, () => createOnce(parts, made, isSame));
}

/**
 * Makes a new job with the spec and the last checkpoint of one that failed or was cancelled. Throws
 * `failed-precondition` for any other, `already-exists` and `unavailable` as {@link submitJob} does.
 */
export async function retryJob(parts: SubmitParts, old: Job, requestId: string): Promise<Job> {
  checkOptions({ requestId, accelerator: old.accelerator, timeoutSeconds: 0, modelName: '' }, '');
  checkPool(parts, old.accelerator);
  const id = newJobId(old.tenant, old.area, requestId);
  const made = transition(old, { type: 'retry', now: Date.now(), id, requestId });
  if (made.rejected) {
    const why = made.rejected === 'succeeded' ? 'it has succeeded' : 'it has not ended';
    const message = `only a job that failed or was cancelled can be retried: ${why}`;
    throw new PolymathError('failed-precondition', message);
  }
  return createOnce(parts, made, (existing) => existing.retryOf === old.id);
}

/** Creates the record if it is absent, then its event and its token. */
async function createOnce(
  parts: SubmitParts,
  made: Transition,
  isSame: (existing: Job) => boolean,
): Promise<Job> {
  const { store } = parts;
  if (made.rejected) throw new PolymathError('internal', `a new job was refused: ${made.rejected}`);
  const { record: job, effects } = made;
  try {
    await store.records.create(job);
  } catch (error) {
    if (!isConflict(error)) throw error;
    return existingJob(parts, job, isSame);
  }
  parts.log.debug(aboutJob(job), 'job accepted');
  await followNow(parts, job, effects);
  return job;
}

/** The record is the job: what cannot follow now is done by the sweeper, and by the claim. */
async function followNow({ store, log }: SubmitParts, job: Job, effects: Effect[]): Promise<void> {
  await follow(store, { job, effects }).catch((err: unknown) =>
    log.warn({ ...aboutJob(job), err }, 'job accepted, its token will follow'),
  );
}

async function existingJob(
  parts: SubmitParts,
  job: Job,
  isSame: (existing: Job) => boolean,
): Promise<Job> {
  const existing = (await parts.store.records.get(job.id))?.job;
  if (!existing) throw new PolymathError('unavailable', 'the job was removed meanwhile');
  if (!isSame(existing)) {
    const message = `request id "${job.requestId}" belongs to another job: ${job.id}`;
    throw new PolymathError('already-exists', message);
  }
  // Whoever made it may have died before its token: the repeated request mends that at once.
  if (existing.state === JobState.JOB_STATE_QUEUED) {
    await followNow(parts, existing, [{ type: 'add-token' }]);
  }
  return existing;
}

function checkPool({ gpu }: SubmitParts, accelerator: Accelerator): void {
  if (accelerator !== Accelerator.ACCELERATOR_GPU || gpu) return;
  throw new PolymathError('failed-precondition', 'a GPU is asked for, and none is configured');
}

const noOptions: JobOptions = {
  requestId: '',
  accelerator: Accelerator.ACCELERATOR_UNSPECIFIED,
  timeoutSeconds: 0,
  modelName: '',
};

/** The options with their defaults, or every bad field, by its path in the request. */
function checkOptions(options: JobOptions = noOptions, path = 'options.'): JobOptions {
  const { ACCELERATOR_UNSPECIFIED, ACCELERATOR_CPU, ACCELERATOR_GPU } = Accelerator;
  const { requestId, accelerator, modelName } = options;
  const wrong = violations();
  wrong.that(
    /^[\x20-\x7e]{0,128}$/.test(requestId),
    `${path}request_id`,
    `must be at most 128 printable ASCII characters, got ${requestId.length} characters`,
  );
  wrong.that(
    [ACCELERATOR_UNSPECIFIED, ACCELERATOR_CPU, ACCELERATOR_GPU].includes(accelerator),
    `${path}accelerator`,
    `must be CPU or GPU, got ${accelerator}`,
  );
  wrong.that(
    modelName === '' || isModelName(modelName),
    `${path}model_name`,
    `${modelNameRule}, got "${modelName}"`,
  );
  wrong.throwIfAny();
  if (accelerator !== ACCELERATOR_UNSPECIFIED) return options;
  return { ...options, accelerator: ACCELERATOR_CPU };
}
