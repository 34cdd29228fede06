import {
  Checkpoint,
  Job,
  JobEvent,
  JobState,
  Progress,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { toTimestamp } from '@polymath/events';
import type { JobHistory, Undisturbed } from './history.js';

const { JOB_STATE_RUNNING, JOB_STATE_SUCCEEDED } = JobState;

/** The event of a claim; the time is in milliseconds. */
export function claim(epoch: number, checkpoint?: Checkpoint, time = epoch): JobEvent {
  return state(epoch, JOB_STATE_RUNNING, {
    ...(checkpoint && { checkpoint }),
    updateTime: toTimestamp(time),
  });
}

/** The event of a state. */
export function state(epoch: number, value: JobState, changes: Partial<Job> = {}): JobEvent {
  const job = Job.create({ id: 'a1', epoch, state: value, ...changes });
  return event(epoch, { $case: 'state', value: job });
}

/** The event of progress. */
export function progress(epoch: number, phase: string, step: bigint): JobEvent {
  return event(epoch, { $case: 'progress', value: Progress.create({ phase, step, steps: 20n }) });
}

/** The event of a checkpoint. */
export function saved(epoch: number, value: Checkpoint): JobEvent {
  return event(epoch, { $case: 'checkpoint', value });
}

/** A checkpoint at a place. */
export function checkpoint(phase: string, step: bigint): Checkpoint {
  return Checkpoint.create({ phase, step });
}

function event(epoch: number, value: NonNullable<JobEvent['event']>): JobEvent {
  return JobEvent.create({ jobId: 'a1', epoch, event: value });
}

/** What an undisturbed run of the job below gives. */
export const undisturbed: Undisturbed = {
  outputs: { 'student.onnx': 'ab' },
  phases: ['label', 'tune'],
};

/** The record of a job that was resumed once and succeeded. */
export const record = Job.create({
  id: 'a1',
  epoch: 2,
  state: JOB_STATE_SUCCEEDED,
  checkpoint: checkpoint('tune', 20n),
  errors: [{ epoch: 1, kind: 'unavailable', message: 'lost', time: undefined }],
  outputs: [{ name: 'student.onnx', sha256: 'ab', sizeBytes: 1n, mediaType: '' }],
});

/** Its history, in which nothing is wrong: a worker was frozen, and woke when another had the job. */
export const good: JobHistory = {
  id: 'a1',
  record,
  events: [
    state(0, JobState.JOB_STATE_QUEUED),
    claim(1),
    progress(1, 'label', 1n),
    progress(1, 'label', 20n),
    progress(1, 'tune', 1n),
    saved(1, checkpoint('tune', 5n)),
    progress(1, 'tune', 9n),
    claim(2, checkpoint('tune', 5n)),
    progress(2, 'tune', 6n),
    progress(1, 'tune', 11n),
    progress(2, 'tune', 20n),
    saved(2, checkpoint('tune', 20n)),
    state(2, JOB_STATE_SUCCEEDED),
  ],
  blobs: new Map([['ab', 'ab']]),
  undisturbed,
};

/** The good history with one event more. */
export function withEvent(...events: JobEvent[]): JobHistory {
  return { ...good, events: [...good.events, ...events] };
}
