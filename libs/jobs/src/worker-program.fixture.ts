import { connectEvents, type ConnectionSettings, type EventsConnection } from '@polymath/events';
import { PolymathError } from '@polymath/errors';
import { createLogger } from '@polymath/service-kit';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { holdName } from './claim.js';
import { JobStopped, type JobHolder, type JobResult } from './executor.js';
import { fastConnection, fastSettings } from './fast-settings.fixture.js';
import type { JobSettings } from './settings.js';
import { startJobs } from './start-jobs.js';
import { engine } from './state-machine.fixture.js';

// A service of the area `test`: it takes jobs, and its parent process says what becomes of them. It does not stop when
// it is told to, so that what it says under an epoch that is over has to be refused by others.

/** How it is started: the first argument, as JSON. */
export interface WorkerOptions {
  url: string;
  settings?: Partial<JobSettings>;
  connection?: Partial<ConnectionSettings>;
  /** Takes settings under which jobs are stolen. */
  unchecked?: boolean;
}

/** What the parent says about the attempt that {@link holdName} names. */
export type Command = { number: number; attempt: string } & (
  | { action: 'checkpoint'; step: number }
  | { action: 'succeed'; metrics: Record<string, number> }
  | { action: 'fail'; message: string }
);

/** What it says. `why`: the reason of a `JobStopped`, or the kind of an error. */
export type Message =
  | { type: 'ready' }
  | { type: 'begun'; attempt: string; job: Job }
  | { type: 'told-to-stop'; attempt: string; why: string }
  | { type: 'answer'; number: number; why?: string };

interface Running {
  holder: JobHolder;
  resolve: (result: JobResult) => void;
  reject: (error: Error) => void;
}

const {
  url,
  settings,
  connection,
  unchecked = false,
} = JSON.parse(process.argv[2]!) as WorkerOptions;
const running = new Map<string, Running>();
const tell = (message: Message) => process.send!(message);

const nats = await connectEvents({ ...fastConnection, ...connection, url });
const jobs = await startJobs({
  connection: unchecked ? withoutReconnectWait(nats) : nats,
  ...{ area: 'test', engine, gpu: false, log: createLogger('test', 'silent') },
  settings: { ...fastSettings, ...settings },
  execute: (holder) =>
    new Promise((resolve, reject) => {
      const attempt = holdName(holder.job);
      running.set(attempt, { holder, resolve, reject });
      const { signal } = holder;
      signal.addEventListener('abort', () =>
        tell({ type: 'told-to-stop', attempt, why: why(signal.reason) }),
      );
      tell({ type: 'begun', attempt, job: holder.job });
    }),
});
process.on('message', (command: Command) => {
  const { number } = command;
  obey(command).then(
    () => tell({ type: 'answer', number }),
    (error: unknown) => tell({ type: 'answer', number, why: why(error) }),
  );
});
const close = async () => {
  await jobs.close();
  await nats.close();
  process.exit();
};
process.on('SIGTERM', () => void close());
// Its test is gone.
process.on('disconnect', () => process.exit());
tell({ type: 'ready' });

async function obey(command: Command): Promise<void> {
  const { holder, resolve, reject } = running.get(command.attempt)!;
  if (command.action === 'succeed') resolve({ outputs: [], metrics: command.metrics });
  if (command.action === 'fail') reject(new PolymathError('internal', command.message));
  if (command.action !== 'checkpoint') return;
  const step = BigInt(command.step);
  await holder.checkpoint({ artifact: undefined, phase: 'train', step, time: undefined });
}

function why(error: unknown): string {
  return error instanceof JobStopped ? error.reason : PolymathError.from(error).kind;
}

/** The connection, with settings to which any grace is long enough. */
function withoutReconnectWait(real: EventsConnection): EventsConnection {
  const settings = { value: { ...real.settings, reconnectWaitMs: 0 } };
  return Object.create(real, { settings }) as EventsConnection;
}
