import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { natsServerPath } from './nats-server-path.js';
import { ownProcess, type OwnProcess } from './own-process.js';

/** A nats-server of a test's own: on loopback, with JetStream in a temporary folder. Its data outlive a kill. */
export interface NatsFixture extends Omit<OwnProcess, 'terminate'> {
  /** E.g. `nats://127.0.0.1:40123`; the same after a restart. */
  readonly url: string;
  /** Starts it again on the same port and data; resolves when it is ready. */
  start(): Promise<void>;
  /** Ends the server and removes its data. */
  close(): Promise<void>;
}

/**
 * Starts a nats-server on a free port; close it at the end of the suite.
 *
 * @param config what its configuration file says, beside address, port and folder
 */
export async function startNats(config = ''): Promise<NatsFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'polymath-nats-'));
  writeFileSync(configFile(folder), config);
  let server = await startServer(folder, '-1');
  const { port } = server;
  return {
    url: `nats://127.0.0.1:${port}`,
    kill: () => server.kill(),
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    start: async () => {
      server = await startServer(folder, port);
    },
    close: async () => {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configFile(folder: string): string {
  return join(folder, 'nats.conf');
}

async function startServer(folder: string, port: string): Promise<OwnProcess & { port: string }> {
  const args = ['--config', configFile(folder), '--addr', '127.0.0.1', '--port', port];
  args.push('--jetstream', '--store_dir', folder);
  const child = spawn(natsServerPath(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
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
