import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { PolymathError } from '@polymath/errors';

/** What the exit code of a command says. */
export const exitCodes = {
  ok: 0,
  unexpected: 1,
  badUsage: 2,
  notFound: 3,
  unavailable: 4,
  jobFailed: 5,
  jobCancelled: 6,
  interrupted: 130,
} as const;

/** The same for the help. */
export const exitCodesHelp = `
Exit codes:
  0    done
  1    failed unexpectedly
  2    bad usage or invalid input
  3    no such job, artifact or file
  4    the service cannot be reached, or did not answer in time
  5    the job failed
  6    the job was cancelled
  130  interrupted (Ctrl-C); a job that was watched goes on`;

/** The exit code for an error. */
export function exitCodeOf({ kind }: PolymathError): number {
  switch (kind) {
    case 'invalid-input':
      return exitCodes.badUsage;
    case 'not-found':
      return exitCodes.notFound;
    case 'unavailable':
    case 'deadline-exceeded':
      return exitCodes.unavailable;
    case 'cancelled':
      return exitCodes.interrupted;
    default:
      return exitCodes.unexpected;
  }
}

/** The exit code for a job that has ended; 0 for one that has not. */
export function exitCodeOfJob({ state }: Job): number {
  if (state === JobState.JOB_STATE_FAILED) return exitCodes.jobFailed;
  return state === JobState.JOB_STATE_CANCELLED ? exitCodes.jobCancelled : exitCodes.ok;
}
