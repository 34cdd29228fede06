import type { Engine, Job, JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { EventsConnection } from '@polymath/events';
import type { Handlers, Logger } from '@polymath/service-kit';
import type { ExecuteJob } from './executor.js';
import type { JobCounts } from './job-counts.js';
import { nobody, type JobObserver } from './job-observer.js';
import { jobServiceHandlers } from './job-service.js';
import { checkJobSettings, type JobSettings } from './settings.js';
import { openJobStore } from './store.js';
import { submitJob, type Submission } from './submit.js';
import { startSweeper } from './sweeper.js';
import { startWorker } from './worker.js';

/** What an area gives to have its jobs kept and run. */
export interface JobsOptions {
  connection: EventsConnection;
  /** E.g. `compression`. */
  area: string;
  settings: JobSettings;
  execute: ExecuteJob;
  /** What computes here; each job keeps the one of its first claim. */
  engine: Engine;
  /** Whether jobs for a GPU are taken and run here. */
  gpu: boolean;
  /** Hears of every attempt of this worker. */
  observer?: JobObserver;
  log: Logger;
}

/** The jobs of one area. */
export interface Jobs {
  /** Makes a job, or returns the one that the same request has made; throws as `submitJob` does. */
  submit(submission: Submission): Promise<Job>;
  /** The record of a job. Throws `unavailable`. */
  readonly get: (id: string) => Promise<Job | undefined>;
  /** Of the whole area, whichever worker runs them. */
  readonly counts: Pick<JobCounts, 'byKindAndState' | 'queues'>;
  /** What answers `JobService`. */
  handlers: Handlers<JobServiceService>;
  /** Drains: running jobs write a last checkpoint and go back to the queue. Leaves the connection open. */
  close(): Promise<void>;
}

/** Keeps and runs the jobs of an area: store, worker, sweeper and `JobService`. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { connection, area, settings, execute, engine, gpu, log } = options;
  const { observer = nobody } = options;
  checkJobSettings(settings, connection.settings);
  const store = await openJobStore(connection, { area, replicas: settings.replicas, log });
  const parts = { store, maxAttempts: settings.maxAttempts, gpu, log };
  const pools = gpu ? (['cpu', 'gpu'] as const) : (['cpu'] as const);
  const worker = await startWorker({ store, settings, pools, execute, engine, observer, log });
  const sweeper = startSweeper(store, { settings, log });
  return {
    submit: (submission) => {
      connection.requireConnected();
      return submitJob(parts, submission);
    },
    get: async (id) => {
      connection.requireConnected();
      return (await store.records.get(id))?.job;
    },
    counts: store.index.counts,
    handlers: jobServiceHandlers({ ...parts, settings }),
    close: async () => {
      await worker.drain();
      await sweeper.close();
      await store.close();
    },
  };
}
