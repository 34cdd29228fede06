import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, AreaConfig } from '@polymath/area';
import { readConfig, startApp, type Config } from '@polymath/compression-service';
import * as diagnosis from '@polymath/diagnosis-service';
import { startNats } from '@polymath/testing';
import {
  connectClients,
  connectDiagnosis,
  type Clients,
  type DiagnosisClients,
} from './clients.js';

const anyPort = '127.0.0.1:0';

/** An area's service in this process, on a free port, with data of its own, and clients of it. */
export type Running<Of extends { close(): void }> = Omit<Of, 'close'> & {
  /** Where the service listens, `host:port`. */
  readonly address: string;
  /** Where its admin server listens, `host:port`. */
  readonly adminAddress: string;
  close(): Promise<void>;
};

/** The compression service in this process. */
export type Platform = Running<Clients>;

/** Starts nats-server and the compression service; settings overrule those for tests. */
export const startPlatform = (settings: Partial<Config> = {}): Promise<Platform> =>
  start(connectClients, (shared) =>
    startApp({
      ...readConfig({}),
      ...{ compressionAddress: anyPort, compressionAdminAddress: anyPort },
      ...shared,
      ...settings,
    }),
  );

/** Starts nats-server and the diagnosis service; settings overrule those for tests. */
export const startDiagnosis = (
  settings: Partial<diagnosis.Config> = {},
): Promise<Running<DiagnosisClients>> =>
  start(connectDiagnosis, (shared) => {
    const addresses = { diagnosisAddress: anyPort, diagnosisAdminAddress: anyPort };
    const own = { ...addresses, ...shared, ...settings };
    return diagnosis.startApp({ ...diagnosis.readConfig({}), ...own });
  });

async function start<Of extends { close(): void }>(
  connect: (address: string) => Of,
  startService: (shared: Pick<AreaConfig, 'natsUrl' | 'dataDir' | 'logLevel'>) => Promise<App>,
): Promise<Running<Of>> {
  const folder = await mkdtemp(join(tmpdir(), 'polymath-'));
  const nats = await startNats();
  const app = await startService({ natsUrl: nats.url, dataDir: folder, logLevel: 'warn' });
  const address = `127.0.0.1:${app.port}`;
  const clients = connect(address);
  return {
    ...clients,
    address,
    adminAddress: `127.0.0.1:${app.adminPort}`,
    close: async () => {
      clients.close();
      await app.close();
      await nats.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
