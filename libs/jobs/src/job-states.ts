import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';

const ended: ReadonlySet<JobState> = new Set([
  JobState.JOB_STATE_SUCCEEDED,
  JobState.JOB_STATE_FAILED,
  JobState.JOB_STATE_CANCELLED,
]);

/** Whether no job ever leaves this state. */
export function hasEnded(state: JobState): boolean {
  return ended.has(state);
}

/** The state in one lower-case word, e.g. `queued`; `unknown` for a number without a name. */
export function stateName(state: JobState): string {
  const name = JobState[state] as string | undefined;
  return name?.replace('JOB_STATE_', '').toLowerCase() ?? 'unknown';
}
