import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, startApp, type Config } from '@polymath/compression-service';
import { startNats } from '@polymath/testing';
import { connectClients, type Clients } from './clients.js';

/** The whole platform in this process, on free ports, with data of its own. */
export interface Platform extends Omit<Clients, 'close'> {
  /** Where the compression service listens, `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

/** Starts nats-server and every service; settings overrule those for tests. */
export async function startPlatform(settings: Partial<Config> = {}): Promise<Platform> {
  const folder = await mkdtemp(join(tmpdir(), 'polymath-'));
  const nats = await startNats();
  const config: Config = {
    ...readConfig({}),
    compressionAddress: '127.0.0.1:0',
    natsUrl: nats.url,
    dataDir: folder,
    logLevel: 'warn',
    ...settings,
  };
  const app = await startApp(config);
  const address = `127.0.0.1:${app.port}`;
  const clients = connectClients(address);
  return {
    ...clients,
    address,
    close: async () => {
      clients.close();
      await app.close();
      await nats.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
