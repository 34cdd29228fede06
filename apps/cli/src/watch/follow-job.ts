import { setTimeout as sleep } from 'node:timers/promises';
import {
  JobState,
  type Job,
  type JobEvent,
  type JobServiceService,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import type { Client } from '@polymath/service-kit';

/** A client of JobService. */
export type JobClient = Client<JobServiceService>;

/** What may be said about following a job. */
export interface FollowOptions {
  signal?: AbortSignal | undefined;
  onEvent?: (event: JobEvent) => void;
  /** Called once each time the connection is lost; it is tried again every second. */
  onLost?: () => void;
  /** How long to try without hearing anything; 2 minutes unless given. */
  patienceMs?: number;
}

const retryMs = 1000;

/**
 * Follows a job until it has ended, also over lost connections: it goes on behind the last event that came.
 * @returns the job as it ended
 */
export async function followJob(
  jobs: JobClient,
  jobId: string,
  { signal, onEvent, onLost, patienceMs = 120_000 }: FollowOptions = {},
): Promise<Job> {
  const call = signal ? { signal } : {};
  let resumeToken = '';
  let heardMs = performance.now();
  let isLost = false;
  for (;;) {
    try {
      for await (const response of jobs.watchJob({ jobId, resumeToken }, call)) {
        ({ resumeToken } = response);
        heardMs = performance.now();
        isLost = false;
        if (response.event) onEvent?.(response.event);
        const ended = endOf(response.event);
        if (ended) return ended;
      }
    } catch (error) {
      const isOver = performance.now() - heardMs > patienceMs;
      if (!(error instanceof PolymathError) || error.kind !== 'unavailable' || isOver) throw error;
      // A service that was never reached is not lost but absent.
      if (resumeToken === '' && error.retryAfterMs === undefined) throw error;
      if (!isLost) onLost?.();
      isLost = true;
    }
    await sleep(retryMs, undefined, call);
  }
}

function endOf(event: JobEvent | undefined): Job | undefined {
  if (event?.event?.$case !== 'state') return undefined;
  return hasEnded(event.event.value) ? event.event.value : undefined;
}

/** Whether nothing more will happen to a job. */
export function hasEnded({ state }: Job): boolean {
  return [
    JobState.JOB_STATE_SUCCEEDED,
    JobState.JOB_STATE_FAILED,
    JobState.JOB_STATE_CANCELLED,
  ].includes(state);
}
