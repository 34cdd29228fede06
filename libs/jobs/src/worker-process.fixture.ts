import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { forkModule, ownProcess, type OwnProcess } from '@polymath/testing';
import { arrivals } from './script.fixture.js';
import type { Command, Message, WorkerOptions } from './worker-program.fixture.js';

export type { WorkerOptions };

/** A worker in a process of its own, which does with its jobs what the test says. */
export interface WorkerProcess extends OwnProcess {
  /** The next attempt to begin. */
  next(): Promise<RemoteAttempt>;
}

/** One attempt of a job in another process. */
export interface RemoteAttempt {
  /** The record as it was claimed. */
  job: Job;
  /** Why the worker was told to stop it, once it was. */
  stopped: Promise<string>;
  /** What came of it: undefined once it is in the record, or why not. */
  checkpoint(step: number): Promise<string | undefined>;
  /** Returns before the result is committed. */
  succeed(metrics?: Record<string, number>): Promise<unknown>;
  fail(message: string): Promise<unknown>;
}

const program = new URL('./worker-program.fixture.ts', import.meta.url);

/** Starts a worker and waits until it takes jobs. */
export async function startWorkerProcess(options: WorkerOptions): Promise<WorkerProcess> {
  const child = forkModule(program, [JSON.stringify(options)]);
  const begun = arrivals<RemoteAttempt>();
  const answers = new Map<number, (why: string | undefined) => void>();
  const stops = new Map<string, (why: string) => void>();
  let count = 0;
  const ask = (command: DistributiveOmit<Command, 'number'>) =>
    new Promise<string | undefined>((resolve) => {
      const number = count++;
      answers.set(number, resolve);
      child.send({ number, ...command });
    });
  const begin = (attempt: string, job: Job) =>
    begun.add({
      job,
      stopped: new Promise((resolve) => stops.set(attempt, resolve)),
      checkpoint: (step) => ask({ attempt, action: 'checkpoint', step }),
      succeed: (metrics = {}) => ask({ attempt, action: 'succeed', metrics }),
      fail: (message) => ask({ attempt, action: 'fail', message }),
    });
  await new Promise<void>((ready, failed) => {
    child.once('exit', () => failed(new Error('the worker ended before it was ready')));
    child.on('message', (message: Message) => {
      if (message.type === 'ready') ready();
      else if (message.type === 'begun') begin(message.attempt, message.job);
      else if (message.type === 'told-to-stop') stops.get(message.attempt)!(message.why);
      else answers.get(message.number)!(message.why);
    });
  });
  return { ...ownProcess(child), next: begun.next };
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown
  ? Omit<Union, Key>
  : never;
