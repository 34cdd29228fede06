import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { natsServerPath } from './nats-server-path.js';

/** A nats-server on loopback that a test may treat badly. */
export interface NatsServer {
  /** E.g. `nats://127.0.0.1:40123`; the same after a restart. */
  readonly url: string;
  /** Ends the server as a crash would (SIGKILL); its data stay. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data; resolves when it is ready. */
  start(): Promise<void>;
  /** Stops the server's clock (SIGSTOP): connections stay open, nothing answers. Resolves when it stands still. */
  freeze(): Promise<void>;
  /** Lets a frozen server go on. */
  thaw(): void;
}

/** Starts a server. @param args all but address and port @param port `-1`: a free one */
export async function startServer(args: readonly string[], port = '-1'): Promise<NatsServer> {
  let server = await run(args, port);
  const { port: used } = server;
  return {
    url: `nats://127.0.0.1:${used}`,
    kill: () => server.end(),
    start: async () => {
      server = await run(args, used);
    },
    freeze: async () => {
      server.process.kill('SIGSTOP');
      // The signal takes a moment to reach every thread.
      while (!isStopped(server.process)) await setImmediate();
    },
    thaw: () => void server.process.kill('SIGCONT'),
  };
}

/** Whether each thread of a process has been stopped by a signal: state T of proc(5). */
function isStopped({ pid }: ChildProcess): boolean {
  const tasks = `/proc/${pid ?? 0}/task`;
  return readdirSync(tasks).every((task) => {
    const stat = readFileSync(`${tasks}/${task}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
  });
}

interface RunningServer {
  process: ChildProcess;
  port: string;
  end(): Promise<void>;
}

async function run(args: readonly string[], port: string): Promise<RunningServer> {
  const all = ['--addr', '127.0.0.1', '--port', port, ...args];
  const child = spawn(natsServerPath(), all, { stdio: ['ignore', 'ignore', 'pipe'] });
  const killNow = () => void child.kill('SIGKILL');
  process.once('exit', killNow);
  const exited = once(child, 'exit').then(() => process.removeListener('exit', killNow));
  const end = async () => {
    killNow();
    await exited;
  };
  return { process: child, port: await portWhenReady(child), end };
}

/** The port, from the log: the server tells it before it says that it is ready. */
async function portWhenReady(child: ChildProcess): Promise<string> {
  const log: string[] = [];
  let port: string | undefined;
  for await (const line of createInterface(child.stderr!)) {
    log.push(line);
    port ??= /Listening for client connections on .*:(\d+)/.exec(line)?.[1];
    if (port !== undefined && line.includes('Server is ready')) {
      // Unread, the log would fill its pipe and stop the server.
      child.stderr!.resume();
      return port;
    }
  }
  throw new Error(`nats-server ended before it was ready:\n${log.join('\n')}`);
}
