import type { Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { connectEvents, type EventsConnection } from '@polymath/events';
import { createLogger, defaultTenant, type CallContext } from '@polymath/service-kit';
import { expect, vi } from 'vitest';
import { fastConnection, fastSettings } from './fast-settings.fixture.js';
import { script, type Script } from './script.fixture.js';
import type { JobSettings } from './settings.js';
import { startJobs, type Jobs } from './start-jobs.js';
import { engine } from './state-machine.fixture.js';
import { openJobStore, type JobStore } from './store.js';
import { submission } from './submission.fixture.js';
import { submitJob } from './submit.js';

/** One process with jobs of the area `test`. */
export interface Process extends Jobs {
  connection: EventsConnection;
  script: Script;
}

/** A nats-server, e.g. of `startNats`. */
interface Server {
  url: string;
  close: () => Promise<void>;
}

/** A nats-server and the processes that a test starts on it. */
export interface Platform<Nats> {
  nats: Nats;
  /** A look at the records from outside. */
  store: JobStore;
  /** A worker, with all else that a service has, in the test's own process; several may share a script. */
  start(changes?: Partial<JobSettings>, attempts?: Script): Promise<Process>;
  /** Makes a job, as a service would that runs none. */
  submit(requestId?: string): Promise<Job>;
  connect(): Promise<EventsConnection>;
  record(id: string): Promise<Job>;
  /** Waits until a job is in a state. */
  reaches(id: string, state: JobState): Promise<Job>;
  close(): Promise<void>;
}

/** Starts a platform on a nats-server; closing it closes that too. */
export async function startPlatform<Nats extends Server>(nats: Nats): Promise<Platform<Nats>> {
  const closers: (() => Promise<void>)[] = [];
  const connect = async () => {
    const connection = await connectEvents({ ...fastConnection, url: nats.url });
    closers.push(() => connection.close());
    return connection;
  };
  const store = await openJobStore(await connect(), { area: 'test', replicas: 1 });
  closers.push(() => store.close());
  const log = createLogger('test', 'silent');
  const record = async (id: string) => (await store.records.get(id))!.job;
  return {
    nats,
    store,
    connect,
    record,
    start: async (changes = {}, attempts = script()) => {
      const connection = await connect();
      const jobs = await startJobs({
        ...{ connection, area: 'test', execute: attempts.execute, engine, gpu: false },
        settings: { ...fastSettings, ...changes },
        log,
      });
      closers.push(() => jobs.close());
      return { ...jobs, connection, script: attempts };
    },
    submit: (requestId) =>
      submitJob({ store, maxAttempts: 3, gpu: false, log }, submission(requestId)),
    reaches: (id, state) =>
      vi.waitFor(
        async () => {
          const job = await record(id);
          expect(job.state).toBe(state);
          return job;
        },
        { timeout: 20_000 },
      ),
    close: async () => {
      for (const close of closers.reverse()) await close();
      await nats.close();
    },
  };
}

/** The context of a call, as the server makes it. */
export function context(signal: AbortSignal = new AbortController().signal): CallContext {
  return { signal, tenant: defaultTenant } as CallContext;
}
