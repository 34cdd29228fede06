import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A program to start. */
export interface Program {
  /** For people, e.g. `nats-server`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** What it writes is added to this file. */
  readonly logFile: string;
}

/** A program that was started. */
export interface Child {
  readonly pid: number;
  /** Where in the log file its own lines begin, in bytes. */
  readonly logOffset: number;
  /** How it ended, e.g. `exit code 1`. */
  readonly exited: Promise<string>;
  /** Asks it to end (SIGTERM); kills it and its children when that takes longer. */
  end(patienceMs: number): Promise<void>;
  /** Kills it and its children now. */
  kill(): void;
}

// Ends the program when we are gone, however that came: then its standard input ends.
const guard = `exec 3<&0
(read -r _ <&3; kill "$$" 2>/dev/null) &
exec "$@" 3<&- </dev/null`;

/** Starts a program in a process group of its own, so that Ctrl-C in our terminal does not reach it before us. */
export function startChild({ command, args, env, logFile }: Program): Child {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const logOffset = statSync(logFile).size;
  const child = spawn('sh', ['-c', guard, 'sh', command, ...args], {
    stdio: ['pipe', log, log],
    env,
    detached: true,
  });
  closeSync(log);
  child.stdin?.on('error', () => undefined);
  const pid = child.pid ?? -1;
  const exited = once(child, 'exit').then(
    ([code, signal]) => (signal ? `signal ${String(signal)}` : `exit code ${String(code)}`),
    (error: unknown) => String(error),
  );
  const kill = () => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // The whole group has ended.
    }
  };
  const end = async (patienceMs: number) => {
    child.kill('SIGTERM');
    const timer = setTimeout(kill, patienceMs);
    await exited;
    clearTimeout(timer);
    kill();
  };
  return { pid, logOffset, exited, end, kill };
}
