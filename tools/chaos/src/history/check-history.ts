import { hasEnded } from '@polymath/jobs';
import type { History, JobHistory, Undisturbed } from './history.js';
import { epochsOf, statesOf } from './history.js';
import * as rules from './rules.js';

/** A promise that was broken. */
export interface Violation {
  /** The name of the rule. */
  rule: string;
  jobId: string;
  /** What was expected and what came. */
  what: string;
}

/** What a history shows. */
export interface Findings {
  violations: Violation[];
  /** Accepted jobs that did not come to their end. */
  lost: number;
  /** Jobs that ended more than once, or that nobody submitted. */
  doubled: number;
  /** Jobs that were claimed more than once. */
  resumed: number;
  /** Attempts that failed or lost their worker, as the records name them. */
  attemptsLost: number;
  /** The most steps of one phase that a resume computed again. */
  stepsAgain: number;
}

/** Holds what a run has left against every rule. @param undisturbed by name of the spec */
export function checkHistory(
  history: History,
  undisturbed: ReadonlyMap<string, Undisturbed>,
): Findings {
  const jobs = jobsOf(history, undisturbed);
  const violations = jobs.flatMap((job) =>
    Object.entries(rules).flatMap(([rule, check]) =>
      check(job).map((what) => ({ rule, jobId: job.id, what })),
    ),
  );
  const strangers = history.records.filter(({ id }) => !history.accepted.has(id));
  for (const { id, requestId } of strangers) {
    const what = `expected one job a request, there is another of "${requestId}"`;
    violations.push({ rule: 'madeOnce', jobId: id, what });
  }
  return {
    violations,
    lost: jobs.filter((job) => rules.notLost(job).length > 0).length,
    doubled: strangers.length + jobs.filter((job) => endsOf(job) > 1).length,
    resumed: jobs.filter(({ record }) => (record?.epoch ?? 0) > 1).length,
    attemptsLost: history.records.reduce((sum, { errors }) => sum + errors.length, 0),
    stepsAgain: Math.max(0, ...jobs.map(stepsAgain)),
  };
}

function jobsOf(
  { accepted, records, events, blobs }: History,
  undisturbed: ReadonlyMap<string, Undisturbed>,
): JobHistory[] {
  return [...accepted].map(([id, spec]) => {
    const expected = undisturbed.get(spec);
    if (!expected) throw new Error(`expected an undisturbed run of ${spec}, there is none`);
    return {
      id,
      record: records.find((record) => record.id === id),
      events: events.filter(({ jobId }) => jobId === id),
      blobs,
      undisturbed: expected,
    };
  });
}

function endsOf(job: JobHistory): number {
  return statesOf(job).filter(({ state }) => hasEnded(state)).length;
}

/** From the checkpoint of a claim to where the epoch before had come to in the same phase. */
function stepsAgain(job: JobHistory): number {
  const epochs = epochsOf(job);
  const again = epochs.slice(1).map(({ claim }, i) => {
    const last = epochs[i]!.progress.at(-1);
    const checkpoint = claim?.checkpoint;
    return last && checkpoint?.phase === last.phase ? Number(last.step - checkpoint.step) : 0;
  });
  return Math.max(0, ...again);
}
