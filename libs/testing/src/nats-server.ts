import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { natsServerPath } from './nats-server-path.js';
import { ownProcess, type OwnProcess } from './own-process.js';

/** A nats-server on loopback that a test may treat badly. Its data outlive a kill. */
export interface NatsServer extends Pick<OwnProcess, 'kill' | 'freeze' | 'thaw'> {
  /** Of the process that was started last. */
  readonly pid: number;
  /** E.g. `nats://127.0.0.1:40123`; the same after a restart. */
  readonly url: string;
  /** Starts it again on the same port and data; resolves when it is ready. */
  start(): Promise<void>;
}

/** Starts a server. @param args all but address and port @param port `-1`: a free one */
export async function startServer(args: readonly string[], port = '-1'): Promise<NatsServer> {
  let server = await run(args, port);
  const { port: used } = server;
  return {
    get pid() {
      return server.pid;
    },
    url: `nats://127.0.0.1:${used}`,
    kill: () => server.kill(),
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    start: async () => {
      server = await run(args, used);
    },
  };
}

async function run(args: readonly string[], port: string): Promise<OwnProcess & { port: string }> {
  const all = ['--addr', '127.0.0.1', '--port', port, ...args];
  const child = spawn(natsServerPath(), all, { stdio: ['ignore', 'ignore', 'pipe'] });
  return { ...ownProcess(child), port: await portWhenReady(child) };
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
