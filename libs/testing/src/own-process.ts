import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/** A process that a test may hurt; it never outlives the test's own. */
export interface OwnProcess {
  readonly pid: number;
  /** Resolves with its exit code when it has ended; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Ends it as a crash would (SIGKILL). */
  kill(): Promise<void>;
  /** Stops its clock (SIGSTOP): its connections stay open, it does nothing. Resolves when it stands still. */
  freeze(): Promise<void>;
  /** Lets a frozen process go on. */
  thaw(): void;
  /** Asks it to end (SIGTERM); gives its exit code. */
  terminate(): Promise<number | null>;
}

/** What Node needs to run a module of a checkout, which is TypeScript. */
export const runsTypeScript: readonly string[] = [
  '--conditions=@polymath/source',
  '--import',
  pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
];

/** Starts a TypeScript module as a process of its own that can be sent messages, big integers included. */
export function forkModule(module: URL, args: string[], options: ForkOptions = {}): ChildProcess {
  const execArgv = [...runsTypeScript];
  return fork(module, args, { execArgv, serialization: 'advanced', ...options });
}

/** Takes a process into the test's own hands. */
export function ownProcess(child: ChildProcess): OwnProcess {
  const killNow = () => void child.kill('SIGKILL');
  process.once('exit', killNow);
  const exited = once(child, 'exit').then(([code]) => {
    process.removeListener('exit', killNow);
    return code as number | null;
  });
  return {
    pid: child.pid!,
    exited,
    kill: async () => {
      killNow();
      await exited;
    },
    freeze: async () => {
      child.kill('SIGSTOP');
      // The signal takes a moment to reach every thread.
      while (!isStopped(child)) await setImmediate();
    },
    thaw: () => void child.kill('SIGCONT'),
    terminate: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** Whether each thread of a process has been stopped by a signal: state T of proc(5). */
function isStopped({ pid }: ChildProcess): boolean {
  const tasks = `/proc/${pid ?? 0}/task`;
  return readdirSync(tasks).every((task) => {
    const stat = readFileSync(join(tasks, task, 'stat'), 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
  });
}
