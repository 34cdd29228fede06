import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '@polymath/area';
import * as compression from '@polymath/compression-service';
import * as diagnosis from '@polymath/diagnosis-service';
import { startNats, type NatsFixture } from '@polymath/testing';
import {
  connectClients,
  connectDiagnosis,
  type Clients,
  type DiagnosisClients,
} from './clients.js';

/** All areas on one machine, whose data a test may lose. */
export interface LostPlatform {
  /** Of the compression service that was started last. */
  readonly clients: Clients;
  readonly diagnosis: DiagnosisClients;
  readonly dataDir: string;
  /** A folder of the test's own. */
  readonly folder: string;
  /** What tells the command line where the services are. */
  readonly env: Record<string, string>;
  /** Ends all services, their jobs saved, and NATS. */
  stop(): Promise<void>;
  /** Starts all services on a new NATS, which knows nothing. */
  start(): Promise<void>;
  /** Removes what the services kept, after {@link stop}. */
  loseData(): Promise<void>;
  close(): Promise<void>;
}

const times = {
  reconnectWaitMs: 100,
  graceMs: 500,
  ackWaitMs: 1000,
  heartbeatMs: 300,
  sweepMs: 500,
};

/** Starts all services with a checkpoint whenever it costs at most a tenth of the time. */
export async function startLostPlatform(): Promise<LostPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'polymath-lost-'));
  const dataDir = join(folder, 'data');
  let nats: NatsFixture;
  let apps: App[];
  let clients: Clients;
  let diagnosisClients: DiagnosisClients;
  const start = async () => {
    nats = await startNats();
    const shared = {
      natsUrl: nats.url,
      dataDir,
      logLevel: 'warn' as const,
      checkpointMs: 0,
      ...times,
    };
    apps = [
      await compression.startApp({
        ...compression.readConfig({}),
        ...shared,
        compressionAddress: '127.0.0.1:0',
      }),
      await diagnosis.startApp({
        ...diagnosis.readConfig({}),
        ...shared,
        diagnosisAddress: '127.0.0.1:0',
      }),
    ];
    clients = connectClients(`127.0.0.1:${apps[0]!.port}`);
    diagnosisClients = connectDiagnosis(`127.0.0.1:${apps[1]!.port}`);
  };
  const stop = async () => {
    clients.close();
    diagnosisClients.close();
    await Promise.all(apps.map((app) => app.close()));
    await nats.close();
  };
  await start();
  return {
    get clients() {
      return clients;
    },
    get diagnosis() {
      return diagnosisClients;
    },
    get env() {
      const [a, b] = apps.map(({ port }) => `127.0.0.1:${port}`);
      return {
        ...{ POLYMATH_COMPRESSION_ADDRESS: a!, POLYMATH_DIAGNOSIS_ADDRESS: b! },
        POLYMATH_DATA_DIR: '/nonexistent',
      };
    },
    ...{ dataDir, folder, start, stop },
    loseData: () => rm(dataDir, { recursive: true, force: true }),
    close: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
