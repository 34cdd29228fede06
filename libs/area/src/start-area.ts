import { join } from 'node:path';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { artifactHandlers, openArtifactStore, startCollector } from '@polymath/artifacts';
import { startBackup } from '@polymath/backup';
import { AdminServiceService } from '@polymath/contracts/polymath/admin/v1/admin';
import { ArtifactServiceService } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { ModelServiceService } from '@polymath/contracts/polymath/models/v1/models';
import { startEngineHost } from '@polymath/engine-host';
import { connectEvents, defaultConnectionSettings } from '@polymath/events';
import { artifactNames, defaultJobSettings, jobStreams, startJobs, type JobSettings } from '@polymath/jobs'; // prettier-ignore
import {
  allModelRecords,
  inferenceDefinition,
  startModels,
  type ModelOfJob,
  type ModelSettings,
} from '@polymath/models';
import { createLogger, service, startServer, type Closable, type Handlers } from '@polymath/service-kit'; // prettier-ignore
import { newMetrics, startAdminServer, startTracing } from '@polymath/telemetry';
import type { ServingParts } from './compute.js';
import type { AreaConfig } from './settings.js';
import type { SubmitParts } from './submit.js';

/** What an area's service is beside the platform. */
export interface Area<Definition extends ServiceDefinition> {
  /** E.g. `compression`. */
  readonly name: string;
  /** The generated definition of its own service. */
  readonly definition: Definition;
  /** What answers that service. */
  readonly handlers: (parts: SubmitParts & ServingParts) => Handlers<Definition>;
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
  /** Where its admin server listens. */
  readonly adminPort: number;
}

/** Where a service listens, each `host:port`. */
export interface Addresses {
  /** For gRPC. */
  readonly calls: string;
  /** For `/metrics`, `/healthz` and `/readyz`. */
  readonly admin: string;
}

/** Builds the parts of an area's service and starts them. */
export async function startArea<Definition extends ServiceDefinition>(
  area: Area<Definition>,
  config: AreaConfig,
  addresses: Addresses,
): Promise<App> {
  const { name, modelKinds: kinds, modelOfJob } = area;
  const log = createLogger(name, config.logLevel);
  const metrics = newMetrics(name);
  const { otelExporterOtlpEndpoint: endpoint } = config;
  const tracing = await startTracing({ endpoint, area: name, log });
  const { natsUrl: url, reconnectWaitMs } = config;
  const connection = await connectEvents({
    ...defaultConnectionSettings,
    ...{ url, name, reconnectWaitMs },
  });
  const artifactsDir = join(config.dataDir, 'artifacts');
  const artifacts = await openArtifactStore(artifactsDir);
  const engines = await startEngineHost({
    entry: area.engine,
    artifacts,
    scratchDir: join(config.dataDir, 'scratch', name),
    log,
    checkpointEveryMs: config.checkpointMs,
    hangMs: config.hangMs,
    observer: metrics.engines,
  });
  const engine = await engines.describe();
  const gpu = engine.device === 'gpu';
  log.info({ engine }, gpu ? 'computes on a GPU' : 'computes on the CPU');
  const settings = jobSettings(config);
  const { execute, loadModel } = engines;
  const jobs = await startJobs({
    ...{ connection, area: name, settings, execute, engine, gpu, observer: metrics.jobs, log },
  });
  const models = await startModels({
    ...{ connection, area: name, settings: modelSettings(config), artifacts, loadModel },
    ...{ kinds, modelOfJob, getJob: jobs.get, observer: metrics.models, log },
  });
  const { replicas, keepMs } = settings;
  const backup = await startBackup({
    ...{ connection, area: name, replicas, keepMs, artifacts, artifactsDir, log },
  });
  const collector = startCollector(artifacts, {
    named: async (signal) => {
      const also = [allModelRecords];
      const named = await artifactNames(connection, { quietMs: config.collectMs, also, signal });
      for (const copied of await backup.copiedNames()) named.add(copied);
      return named;
    },
    keepUnnamedMs: config.keepUnnamedMs,
    everyMs: config.collectMs,
    log,
  });
  const server = await startServer({
    address: addresses.calls,
    services: [
      service(area.definition, area.handlers({ ...jobs, ...engines, models, artifacts, log })),
      service(JobServiceService, jobs.handlers),
      service(ModelServiceService, models.handlers),
      service(inferenceDefinition, models.inference),
      service(ArtifactServiceService, artifactHandlers(metrics.artifacts(artifacts))),
      service(AdminServiceService, backup.handlers),
    ],
    observer: metrics.calls,
    maxOpenStreams: config.maxOpenStreams,
    log,
  });
  const streams = [...jobStreams, allModelRecords.stream];
  metrics.show({ connection, engines, jobs, models, server, artifacts, streams });
  let isReady = true;
  const admin = await startAdminServer({
    ...{ address: addresses.admin, metrics, isReady: () => isReady, log },
  });
  const { port } = server;
  log.info({ address: addresses.calls, port, adminPort: admin.port }, 'ready');
  return {
    port,
    adminPort: admin.port,
    close: async () => {
      isReady = false;
      await server.close();
      await collector.close();
      await backup.close();
      await models.close();
      await jobs.close();
      await engines.close();
      await connection.close();
      await tracing.close();
      await admin.close();
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
