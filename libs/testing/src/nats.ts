import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type NatsServer } from './nats-server.js';

/** A nats-server of a test's own: on loopback, with JetStream in a temporary folder. */
export interface NatsFixture extends NatsServer {
  /** Where its data lie. */
  readonly folder: string;
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
  const configFile = join(folder, 'nats.conf');
  writeFileSync(configFile, config);
  const server = await startServer(['--config', configFile, '--jetstream', '--store_dir', folder]);
  const close = async () => {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  // The server itself, not a copy: its process changes with each start.
  return Object.assign(server, { folder, close });
}
