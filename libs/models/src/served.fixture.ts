import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArtifactStore, type ArtifactStore } from '@polymath/artifacts';
import {
  GRPCInferenceServiceService,
  type ModelInferResponse,
} from '@polymath/contracts/inference/grpc_service';
import { Accelerator, Job, JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { ModelServiceService } from '@polymath/contracts/polymath/models/v1/models';
import { startEngineHost } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { connectEvents, defaultConnectionSettings } from '@polymath/events';
import { defaultJobSettings, startJobs } from '@polymath/jobs';
import {
  connect,
  createLogger,
  defaultTenant,
  service,
  startServer,
  type Client,
} from '@polymath/service-kit';
import { startNats, type NatsFixture } from '@polymath/testing';
import type { EchoSpec } from './echo.fixture.js';
import { inferenceDefinition } from './oip/decode-infer-request.js';
import { defaultModelSettings, type ModelSettings } from './settings.js';
import { startModels } from './start-models.js';

const area = 'test';
const engine = {
  ...{ library: 'echo', version: '1', device: 'cpu' },
  ...{ threads: 1, oneDnn: false, processor: 'none' },
};

/** Models behind a real server, with a real nats-server and a real engine process of echoes. */
export interface Served {
  readonly address: string;
  readonly nats: NatsFixture;
  readonly inference: Client<GRPCInferenceServiceService>;
  readonly models: Client<ModelServiceService>;
  readonly store: ArtifactStore;
  /** Stores an echo as the next version of a model. @returns its number */
  add(name: string, spec: EchoSpec): Promise<number>;
  /** A job that succeeds at once and leaves an echo, or a file that is none; resolves when it has ended. */
  job(modelName: string, spec: EchoSpec | string): Promise<Job>;
  /** Makes loading fail as if the engine process had died, until it is told otherwise. */
  refuseLoads(refused: boolean): void;
  /** Ends the service, and starts another on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts everything. */
export async function startServed(settings: Partial<ModelSettings> = {}): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'polymath-models-'));
  const nats = await startNats();
  const store = await openArtifactStore(join(folder, 'artifacts'));
  const put = (spec: EchoSpec | string) =>
    store.put(Buffer.from(JSON.stringify(spec)), { name: 'echo.json', mediaType: '' });
  let refused = false;
  const isRefused = () => refused;
  const start = () => startService({ folder, url: nats.url, store, settings, isRefused });
  let running = await start();
  return {
    get address() {
      return running.address;
    },
    get inference() {
      return running.inference;
    },
    get models() {
      return running.models;
    },
    ...{ nats, store },
    add: async (name, spec) => {
      const { sha256 } = await put(spec);
      const value = { sha256, kind: 'echo', metrics: {} };
      const source = { $case: 'file' as const, value };
      return (await running.models.createVersion({ name, source })).version;
    },
    job: async (modelName, spec) => {
      const artifact = await put(spec);
      return running.run(modelName, artifact.sha256);
    },
    refuseLoads: (value) => void (refused = value),
    restart: async () => {
      await running.close();
      running = await start();
    },
    close: async () => {
      await running.close();
      await nats.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Parts {
  folder: string;
  url: string;
  store: ArtifactStore;
  settings: Partial<ModelSettings>;
  isRefused: () => boolean;
}

async function startService({ folder, url, store, settings, isRefused }: Parts) {
  const log = createLogger('test', 'silent');
  const connection = await connectEvents({ ...defaultConnectionSettings, url, name: area });
  const engines = await startEngineHost({
    entry: new URL('./echo.fixture.js', import.meta.url),
    artifacts: store,
    scratchDir: join(folder, 'scratch'),
    log,
  });
  const jobs = await startJobs({
    ...{ connection, area, settings: defaultJobSettings, engine, gpu: false, log },
    execute: async ({ job }) => {
      const artifact = (await store.stat(Buffer.from(job.spec!.value).toString()))!;
      return { outputs: [{ ...artifact, name: 'echo.json' }], metrics: { accuracy: 0.5 } };
    },
  });
  const models = await startModels({
    ...{ connection, area, settings: { ...defaultModelSettings, ...settings } },
    ...{ artifacts: store, kinds: ['echo'], getJob: jobs.get, log },
    loadModel: (kind, path) =>
      isRefused()
        ? Promise.reject(new PolymathError('unavailable', 'the engine process died'))
        : engines.loadModel(kind, path),
    modelOfJob: ({ outputs: [artifact] }) => artifact && { kind: 'echo', artifact, data: [] },
  });
  const server = await startServer({
    address: '127.0.0.1:0',
    services: [
      service(inferenceDefinition, models.inference),
      service(ModelServiceService, models.handlers),
    ],
    log,
  });
  const address = `127.0.0.1:${server.port}`;
  const clients = {
    inference: connect(address, GRPCInferenceServiceService),
    models: connect(address, ModelServiceService),
  };
  return {
    ...{ address, ...clients },
    run: async (modelName: string, sha256: string): Promise<Job> => {
      const { id } = await jobs.submit({
        ...{ tenant: defaultTenant, kind: 'Echo' },
        spec: { typeUrl: 'test', value: Buffer.from(sha256) },
        options: {
          requestId: '',
          accelerator: Accelerator.ACCELERATOR_CPU,
          timeoutSeconds: 0,
          modelName,
        },
      });
      for (;;) {
        const job = await jobs.get(id);
        if (job?.state === JobState.JOB_STATE_SUCCEEDED) return job;
      }
    },
    close: async () => {
      clients.inference.close();
      clients.models.close();
      await server.close();
      await models.close();
      await jobs.close();
      await engines.close();
      await connection.close();
    },
  };
}

/** Rows that were computed together, and models that were loaded, as an echo tells. */
export function factsOf({ outputs, rawOutputContents }: ModelInferResponse) {
  const raw = rawOutputContents[outputs.findIndex(({ name }) => name === 'facts')]!;
  return { rows: raw.readInt32LE(0), loaded: raw.readInt32LE(4) };
}
