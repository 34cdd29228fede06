import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Shown } from './metrics.js';

/** The parts of a service in which some things are as a test may look for. */
export function shownParts(): Shown {
  return {
    connection: {
      connected: false,
      onReconnect: () => () => undefined,
      requireConnected: () => undefined,
      manager: {
        streams: { info: async () => ({ state: { messages: 10, bytes: 1000 } }) },
      },
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
    artifacts: { measure: async () => ({ blobs: 7, sizeBytes: 7_000_000, freeRatio: 0.25 }) },
    streams: ['KV_jobs'],
    server: {
      streams: {
        most: 2000,
        counts: () => [{ service: 'polymath.jobs.v1.JobService', method: 'WatchJob', open: 4 }],
      },
    },
  };
}
