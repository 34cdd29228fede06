import { join } from 'node:path';
import { artifactHandlers, openArtifactStore, startCollector } from '@polymath/artifacts';
import { ArtifactServiceService } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { GRPCInferenceServiceService } from '@polymath/contracts/inference/grpc_service';
import { CompressionServiceService } from '@polymath/contracts/polymath/compression/v1/compression';
import { JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { ModelServiceService } from '@polymath/contracts/polymath/models/v1/models';
import { startEngineHost } from '@polymath/engine-host';
import { connectEvents, defaultConnectionSettings } from '@polymath/events';
import { artifactNames, defaultJobSettings, startJobs, type JobSettings } from '@polymath/jobs';
import { allModelRecords, startModels, type ModelSettings } from '@polymath/models';
import { createLogger, service, startServer, type Closable } from '@polymath/service-kit';
import type { Config } from './config.js';
import { modelKinds } from './models/kinds.js';
import { modelOfJob } from './models/model-of-job.js';
import { compressionHandlers } from './rpc/index.js';

const area = 'compression';

/** The running service. */
export interface App extends Closable {
  /** Where it listens. */
  readonly port: number;
}

/** Builds the service's parts and starts them. */
export async function startApp(config: Config): Promise<App> {
  const log = createLogger(area, config.logLevel);
  const { natsUrl: url, reconnectWaitMs } = config;
  const connection = await connectEvents({
    ...defaultConnectionSettings,
    url,
    name: area,
    reconnectWaitMs,
  });
  const artifacts = await openArtifactStore(join(config.dataDir, 'artifacts'));
  const engines = await startEngineHost({
    entry: new URL('./engine.js', import.meta.url),
    artifacts,
    scratchDir: join(config.dataDir, 'scratch', area),
    log,
    checkpointEveryMs: config.checkpointMs,
    hangMs: config.hangMs,
  });
  const engine = await engines.describe();
  const gpu = engine.device === 'gpu';
  log.info({ engine }, gpu ? 'computes on a GPU' : 'computes on the CPU');
  const settings = jobSettings(config);
  const { execute, loadModel } = engines;
  const jobs = await startJobs({ connection, area, settings, execute, engine, gpu, log });
  const models = await startModels({
    ...{ connection, area, settings: modelSettings(config), artifacts, loadModel },
    ...{ kinds: modelKinds, modelOfJob, getJob: jobs.get, log },
  });
  const collector = startCollector(artifacts, {
    named: (signal) =>
      artifactNames(connection, { quietMs: config.collectMs, also: [allModelRecords], signal }),
    keepUnnamedMs: config.keepUnnamedMs,
    everyMs: config.collectMs,
    log,
  });
  const server = await startServer({
    address: config.compressionAddress,
    services: [
      service(CompressionServiceService, compressionHandlers({ ...jobs, ...engines })),
      service(JobServiceService, jobs.handlers),
      service(ModelServiceService, models.handlers),
      service(GRPCInferenceServiceService, models.inference),
      service(ArtifactServiceService, artifactHandlers(artifacts)),
    ],
    log,
  });
  log.info({ address: config.compressionAddress, port: server.port }, 'ready');
  return {
    port: server.port,
    close: async () => {
      await server.close();
      await collector.close();
      await models.close();
      await jobs.close();
      await engines.close();
      await connection.close();
    },
  };
}

function jobSettings(config: Config): JobSettings {
  const { concurrency, maxAttempts, replicas, ackWaitMs, graceMs, heartbeatMs, sweepMs } = config;
  const given = { concurrency, maxAttempts, replicas, ackWaitMs, graceMs, heartbeatMs, sweepMs };
  return { ...defaultJobSettings, ...given };
}

function modelSettings(config: Config): ModelSettings {
  const { replicas, modelMemoryBytes: memoryBytes, maxBatch, maxBatchDelayMs } = config;
  const queueLimit = config.maxWaitingCalls;
  return { replicas, memoryBytes, batching: { maxBatch, maxDelayMs: maxBatchDelayMs, queueLimit } };
}
