import { JobState, type Checkpoint, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { fromTimestamp } from '@polymath/events';
import { hasEnded, stateName } from '@polymath/jobs';
import { epochsOf, statesOf, type JobHistory } from './history.js';

/** A promise about one accepted job: gives what is wrong, in words. */
export type Rule = (job: JobHistory) => string[];

/** Each accepted job has a record, and that has succeeded: whatever was killed, no spec of a run can fail. */
export const notLost: Rule = ({ record }) => {
  if (!record) return ['expected a record, there is none'];
  if (record.state === JobState.JOB_STATE_SUCCEEDED) return [];
  const errors = record.errors.map(({ message }) => message.split('\n')[0]).join('; ');
  return [`expected it to succeed, it is ${stateName(record.state)}: ${record.reason} ${errors}`];
};

/** Exactly one end was announced, and it is the record's. */
export const endsOnce: Rule = (job) => {
  const ends = statesOf(job).filter(({ state }) => hasEnded(state));
  if (ends.length !== 1) return [`expected one end, there are ${ends.length}: ${list(ends)}`];
  const { record } = job;
  const isSame = record?.epoch === ends[0]!.epoch && record.state === ends[0]!.state;
  return isSame || !record ? [] : [`expected the end ${place(record)}, announced is ${list(ends)}`];
};

/** Each claim was under an epoch of its own, a later claim under a higher one, and none is above the record's. */
export const epochsRise: Rule = (job) => {
  const claims = statesOf(job).filter(({ state }) => state === JobState.JOB_STATE_RUNNING);
  const inTime = [...claims].sort((a, b) => timeOf(a) - timeOf(b)).map(({ epoch }) => epoch);
  const wrong = pairs(inTime).filter(([before, after]) => after <= before);
  const highest = Math.max(0, ...inTime);
  const broken = wrong.map(([before, after]) => `expected more than epoch ${before}, got ${after}`);
  if (job.record && highest > job.record.epoch) {
    broken.push(`expected at most the record's epoch ${job.record.epoch}, got ${highest}`);
  }
  return broken;
};

/** Within an epoch the steps of the phases only rise. */
export const stepsRise: Rule = (job) => {
  const order = orderOf(job);
  return epochsOf(job).flatMap(({ epoch, progress }) =>
    pairs(progress)
      .filter(([before, after]) => order(before, after) > 0)
      .map(([before, after]) => `epoch ${epoch} fell from ${at(before)} to ${at(after)}`),
  );
};

/** An epoch goes on behind the checkpoint that was in the record when the job was claimed. */
export const resumesFromCheckpoint: Rule = (job) => {
  const order = orderOf(job);
  return epochsOf(job).flatMap(({ epoch, claim, progress: [first] }) => {
    const checkpoint = claim?.checkpoint;
    if (!checkpoint || !first || order(first, checkpoint) > 0) return [];
    return [`epoch ${epoch} began at ${at(first)}, its checkpoint was at ${at(checkpoint)}`];
  });
};

/** No claim, and not the record at the end, has an older checkpoint than an earlier epoch has told of. */
export const keepsCheckpoints: Rule = (job) => {
  const order = orderOf(job);
  const broken: string[] = [];
  let newest: Checkpoint | undefined;
  const compare = (where: string, found: Checkpoint | undefined) => {
    if (!newest || (found && order(newest, found) <= 0)) return;
    broken.push(`${where} has ${found ? at(found) : 'no checkpoint'}, there was ${at(newest)}`);
  };
  for (const { epoch, claim, checkpoints } of epochsOf(job)) {
    if (claim) compare(`the claim of epoch ${epoch}`, claim.checkpoint);
    for (const told of checkpoints) if (!newest || order(newest, told) < 0) newest = told;
  }
  if (job.record) compare('the record', job.record.checkpoint);
  return broken;
};

/** Each output is in the store, and its content has the hash that names it. */
export const outputsStored: Rule = ({ record, blobs }) =>
  (record?.outputs ?? []).flatMap(({ name, sha256 }) => {
    const found = blobs.get(sha256);
    return found === sha256 ? [] : [`expected ${name} ${sha256}, stored is ${found ?? 'nothing'}`];
  });

/** The outputs are those of the undisturbed run, bit for bit. */
export const resultsEqual: Rule = ({ record, undisturbed }) => {
  if (record?.state !== JobState.JOB_STATE_SUCCEEDED) return [];
  const got = new Map(record.outputs.map(({ name, sha256 }) => [name, sha256]));
  const names = new Set([...got.keys(), ...Object.keys(undisturbed.outputs)]);
  return [...names].flatMap((name) => {
    const [ours, theirs] = [got.get(name), undisturbed.outputs[name]];
    return ours === theirs
      ? []
      : [`expected ${name} ${theirs ?? '(none)'}, got ${ours ?? '(none)'}`];
  });
};

interface Place {
  phase: string;
  step: bigint;
}

/** Compares two places in a job: by phase, in the order of the undisturbed run, then by step. */
function orderOf({ undisturbed: { phases } }: JobHistory): (a: Place, b: Place) => number {
  return (a, b) =>
    phases.indexOf(a.phase) - phases.indexOf(b.phase) || Number(a.step) - Number(b.step);
}

function pairs<T>(values: readonly T[]): [T, T][] {
  return values.slice(1).map((value, i) => [values[i]!, value]);
}

function timeOf({ updateTime }: Job): number {
  return fromTimestamp(updateTime) ?? 0;
}

function at({ phase, step }: Place): string {
  return `${phase} ${step}`;
}

function place({ epoch, state }: Job): string {
  return `${stateName(state)} under epoch ${epoch}`;
}

function list(jobs: readonly Job[]): string {
  return jobs.map(place).join(', ') || 'none';
}
