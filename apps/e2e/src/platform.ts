import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, startApp, type Config } from '@polymath/compression-service';
import { ArtifactServiceService } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { CompressionServiceService } from '@polymath/contracts/polymath/compression/v1/compression';
import { JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { connect, type Client } from '@polymath/service-kit';
import { startNats } from '@polymath/testing';

/** The whole platform in this process, on free ports, with data of its own. */
export interface Platform {
  /** Where the compression service listens, `host:port`. */
  readonly address: string;
  readonly compression: Client<CompressionServiceService>;
  readonly jobs: Client<JobServiceService>;
  readonly artifacts: Client<ArtifactServiceService>;
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
  const compression = connect(address, CompressionServiceService);
  const jobs = connect(address, JobServiceService);
  const artifacts = connect(address, ArtifactServiceService);
  return {
    address,
    compression,
    jobs,
    artifacts,
    close: async () => {
      for (const client of [compression, jobs, artifacts]) client.close();
      await app.close();
      await nats.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
