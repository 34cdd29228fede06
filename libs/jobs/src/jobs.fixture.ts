import { Accelerator, JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { connectEvents, defaultConnectionSettings, type EventsConnection } from '@polymath/events';
import { createLogger, defaultTenant, type CallContext } from '@polymath/service-kit';
import { expect, vi } from 'vitest';
import type { ExecuteJob, JobHolder, JobResult } from './executor.js';
import { defaultJobSettings, type JobSettings } from './settings.js';
import { startJobs, type Jobs } from './start-jobs.js';
import { engine } from './state-machine.fixture.js';
import { openJobStore, type JobStore } from './store.js';
import type { Submission } from './submit.js';

/** Settings under which every fault is over within a second or two. */
export const fastSettings: JobSettings = {
  ...defaultJobSettings,
  ackWaitMs: 1000,
  graceMs: 400,
  heartbeatMs: 200,
  holdRequestMs: 200,
  retryMs: 50,
  sweepMs: 100,
  backoffMs: [100, 300],
  drainMs: 5000,
};

/** One attempt of a job, ended by the test. */
export interface Attempt {
  holder: JobHolder;
  succeed: (result?: Partial<JobResult>) => void;
  fail: (error: Error) => void;
}

/** An executor whose attempts the test takes and ends, one by one. */
export interface Script {
  execute: ExecuteJob;
  /** The next attempt to begin. */
  next(): Promise<Attempt>;
}

/** Attempts end when the test says so, or with their signal. */
export function script(): Script {
  const begun: Attempt[] = [];
  let wake: () => void = () => undefined;
  return {
    execute: (holder) =>
      new Promise((resolve, reject) => {
        const fail = (error: Error) => reject(error);
        holder.signal.addEventListener('abort', () => reject(holder.signal.reason as Error));
        const succeed = (result: Partial<JobResult> = {}) =>
          resolve({ outputs: [], metrics: {}, ...result });
        begun.push({ holder, succeed, fail });
        wake();
      }),
    next: async () => {
      for (;;) {
        const attempt = begun.shift();
        if (attempt) return attempt;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

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
  start(changes?: Partial<JobSettings>): Promise<Process>;
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
    const times = { reconnectWaitMs: 50, requestTimeoutMs: 1000 };
    const settings = { ...defaultConnectionSettings, ...times, url: nats.url, name: 'test' };
    const connection = await connectEvents(settings);
    closers.push(() => connection.close());
    return connection;
  };
  const store = await openJobStore(await connect(), { area: 'test', replicas: 1 });
  closers.push(() => store.close());
  const record = async (id: string) => (await store.records.get(id))!.job;
  return {
    nats,
    store,
    connect,
    record,
    start: async (changes = {}) => {
      const [connection, attempts] = [await connect(), script()];
      const jobs = await startJobs({
        ...{ connection, area: 'test', execute: attempts.execute, engine, gpu: false },
        settings: { ...fastSettings, ...changes },
        log: createLogger('test', 'silent'),
      });
      closers.push(() => jobs.close());
      return { ...jobs, connection, script: attempts };
    },
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

/** A request for a job. */
export function submission(requestId = '', spec = [1, 2, 3]): Submission {
  return {
    tenant: defaultTenant,
    kind: 'TrainClassifier',
    spec: { typeUrl: 'type.googleapis.com/test.Spec', value: Buffer.from(spec) },
    options: { requestId, accelerator: Accelerator.ACCELERATOR_UNSPECIFIED, timeoutSeconds: 0 },
  };
}

/** The context of a call, as the server makes it. */
export function context(signal: AbortSignal = new AbortController().signal): CallContext {
  return { signal, tenant: defaultTenant } as CallContext;
}
