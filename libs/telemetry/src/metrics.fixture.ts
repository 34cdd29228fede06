import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Shown } from './metrics.js';

/** The parts of a service in which some things are as a test may look for. */
export function shownParts(): Shown {
  return {
    connection: {
      connected: false,
      onReconnect: () => () => undefined,
    } as unknown as Shown['connection'],
    engines: { living: () => [{ role: 'jobs', pid: process.pid }] },
    jobs: {
      counts: {
        byKindAndState: () => [{ kind: 'Train', state: JobState.JOB_STATE_QUEUED, jobs: 2 }],
        queues: () => [
          { pool: 'cpu', jobs: 2, oldestMs: Date.now() - 60_000 },
          { pool: 'gpu', jobs: 0, oldestMs: undefined },
        ],
      },
    },
    models: { loaded: () => ({ versions: 3, sizeBytes: 4096 }) },
    server: {
      streams: {
        most: 2000,
        counts: () => [{ service: 'polymath.jobs.v1.JobService', method: 'WatchJob', open: 4 }],
      },
    },
  };
}
