import {
  JobState,
  type Checkpoint,
  type Job,
  type JobEvent,
  type Progress,
} from '@polymath/contracts/polymath/jobs/v1/jobs';

/** What a run has left. */
export interface History {
  /** By job id: which of the specs each job has that was accepted. */
  readonly accepted: ReadonlyMap<string, string>;
  /** All that there are. */
  readonly records: readonly Job[];
  /** In the order of the stream. */
  readonly events: readonly JobEvent[];
  /** What the artifact store holds: by name of a blob, the SHA-256 of its content. */
  readonly blobs: ReadonlyMap<string, string>;
}

/** What an undisturbed run of one spec gave. */
export interface Undisturbed {
  /** SHA-256 by name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** In the order in which it went through them. */
  readonly phases: readonly string[];
}

/** Everything about one accepted job. */
export interface JobHistory {
  readonly id: string;
  readonly record: Job | undefined;
  /** In the order of the stream. */
  readonly events: readonly JobEvent[];
  readonly blobs: ReadonlyMap<string, string>;
  readonly undisturbed: Undisturbed;
}

/** What one epoch of a job told. */
export interface Epoch {
  readonly epoch: number;
  /** The record as it was claimed; undefined when its holder died before it could tell. */
  claim: Job | undefined;
  readonly progress: Progress[];
  readonly checkpoints: Checkpoint[];
}

/** The states that were announced, in the order of the stream. */
export function statesOf({ events }: Pick<JobHistory, 'events'>): Job[] {
  return events.flatMap(({ event }) => (event?.$case === 'state' ? [event.value] : []));
}

/** The epochs that told something, in rising order: a worker that was frozen may tell something after its successor. */
export function epochsOf({ events }: Pick<JobHistory, 'events'>): Epoch[] {
  const epochs = new Map<number, Epoch>();
  for (const { epoch, event } of events) {
    const known = epochs.get(epoch) ?? { epoch, claim: undefined, progress: [], checkpoints: [] };
    epochs.set(epoch, known);
    if (event?.$case === 'state' && event.value.state === JobState.JOB_STATE_RUNNING)
      known.claim ??= event.value;
    if (event?.$case === 'progress') known.progress.push(event.value);
    if (event?.$case === 'checkpoint') known.checkpoints.push(event.value);
  }
  return [...epochs.values()].sort((a, b) => a.epoch - b.epoch);
}
