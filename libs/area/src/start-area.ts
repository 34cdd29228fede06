import { join } from 'node:path';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { artifactHandlers, openArtifactStore, startCollector } from '@polymath/artifacts';
import { ArtifactServiceService } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { GRPCInferenceServiceService } from '@polymath/contracts/inference/grpc_service';
import { JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { ModelServiceService } from '@polymath/contracts/polymath/models/v1/models';
import { startEngineHost } from '@polymath/engine-host';
import { connectEvents, defaultConnectionSettings } from '@polymath/events';
import { artifactNames, defaultJobSettings, startJobs, type JobSettings } from '@polymath/jobs';
import {
  allModelRecords,
  startModels,
  type ModelOfJob,
  type ModelSettings,
} from '@polymath/models';
import { createLogger, service, startServer, type Closable, type Handlers } from '@polymath/service-kit'; // prettier-ignore
import type { ComputeParts } from './compute.js';
import type { AreaConfig } from './settings.js';
import type { SubmitParts } from './submit.js';

/** What an area's service is beside the platform. */
export interface Area<Definition extends ServiceDefinition> {
  /** E.g. `compression`. */
  readonly name: string;
  /** The generated definition of its own service. */
  readonly definition: Definition;
  /** What answers that service. */
  readonly handlers: (parts: SubmitParts & ComputeParts) => Handlers<Definition>;
  /** The program of its engine processes. */
  readonly engine: URL;
  /** The kinds of model that it serves. */
  readonly modelKinds: readonly string[];
  readonly modelOfJob: ModelOfJob;
}

/** A running service. */
export interface App extends Closable {
  /** Where it listens. */
  readonly port: number;
}

/** Builds the parts of an area's service and starts them. @param address where it is to listen, `host:port` */
export async function startArea<Definition extends ServiceDefinition>(
  area: Area<Definition>,
  config: AreaConfig,
  address: string,
): Promise<App> {
  const { name, modelKinds: kinds, modelOfJob } = area;
  const log = createLogger(name, config.logLevel);
  const { natsUrl: url, reconnectWaitMs } = config;
  const connection = await connectEvents({
    ...defaultConnectionSettings,
    ...{ url, name, reconnectWaitMs },
  });
  const artifacts = await openArtifactStore(join(config.dataDir, 'artifacts'));
  const engines = await startEngineHost({
    entry: area.engine,
    artifacts,
    scratchDir: join(config.dataDir, 'scratch', name),
    log,
    checkpointEveryMs: config.checkpointMs,
    hangMs: config.hangMs,
  });
  const engine = await engines.describe();
  const gpu = engine.device === 'gpu';
  log.info({ engine }, gpu ? 'computes on a GPU' : 'computes on the CPU');
  const settings = jobSettings(config);
  const { execute, loadModel } = engines;
  const jobs = await startJobs({ connection, area: name, settings, execute, engine, gpu, log });
  const models = await startModels({
    ...{ connection, area: name, settings: modelSettings(config), artifacts, loadModel },
    ...{ kinds, modelOfJob, getJob: jobs.get, log },
  });
  const collector = startCollector(artifacts, {
    named: (signal) =>
      artifactNames(connection, { quietMs: config.collectMs, also: [allModelRecords], signal }),
    keepUnnamedMs: config.keepUnnamedMs,
    everyMs: config.collectMs,
    log,
  });
  const server = await startServer({
    address,
    services: [
      service(area.definition, area.handlers({ ...jobs, ...engines })),
      service(JobServiceService, jobs.handlers),
      service(ModelServiceService, models.handlers),
      service(GRPCInferenceServiceService, models.inference),
      service(ArtifactServiceService, artifactHandlers(artifacts)),
    ],
    log,
  });
  log.info({ address, port: server.port }, 'ready');
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

function jobSettings(config: AreaConfig): JobSettings {
  const { concurrency, maxAttempts, replicas, ackWaitMs, graceMs, heartbeatMs, sweepMs } = config;
  const given = { concurrency, maxAttempts, replicas, ackWaitMs, graceMs, heartbeatMs, sweepMs };
  return { ...defaultJobSettings, ...given, keepMs: config.keepJobsMs };
}

function modelSettings(config: AreaConfig): ModelSettings {
  const { replicas, modelMemoryBytes: memoryBytes, maxBatch, maxBatchDelayMs } = config;
  const queueLimit = config.maxWaitingCalls;
  return { replicas, memoryBytes, batching: { maxBatch, maxDelayMs: maxBatchDelayMs, queueLimit } };
}
