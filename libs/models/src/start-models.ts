import type { ArtifactStore } from '@polymath/artifacts';
import type { GRPCInferenceServiceService } from '@polymath/contracts/inference/grpc_service';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { ModelServiceService } from '@polymath/contracts/polymath/models/v1/models';
import type { LoadModel } from '@polymath/engine-host';
import type { EventsConnection } from '@polymath/events';
import type { Handlers, Logger } from '@polymath/service-kit';
import { inferenceHandlers } from './oip/inference-handlers.js';
import { modelServiceHandlers } from './registry/model-service.js';
import type { ModelOfJob } from './registry/new-version.js';
import { startRegistrar } from './registry/registrar.js';
import { openRegistry } from './registry/registry.js';
import { nobody, type LoadedModels, type ModelObserver } from './serving/model-observer.js';
import { ModelCache } from './serving/model-cache.js';
import type { ModelSettings } from './settings.js';

/** What an area gives to have its models kept and served. */
export interface ModelsOptions {
  connection: EventsConnection;
  /** E.g. `compression`. */
  area: string;
  settings: ModelSettings;
  artifacts: Pick<ArtifactStore, 'path' | 'stat'>;
  loadModel: LoadModel;
  /** The kinds of model that the area's engine serves. */
  kinds: readonly string[];
  modelOfJob: ModelOfJob;
  /** The record of a job of this area. */
  getJob: (id: string) => Promise<Job | undefined>;
  /** Hears of every call. */
  observer?: ModelObserver;
  log: Logger;
}

/** The models of one area. */
export interface Models {
  /** What answers `ModelService`. */
  handlers: Handlers<ModelServiceService>;
  /** What answers the Open Inference Protocol. */
  inference: Handlers<GRPCInferenceServiceService>;
  /** What is loaded now, or about to be. */
  loaded(): LoadedModels;
  /** Frees all models; let the calls be answered before. Leaves the connection open. */
  close(): Promise<void>;
}

/** Keeps and serves the models of an area: records, what jobs make of them, `ModelService` and inference. */
export async function startModels(options: ModelsOptions): Promise<Models> {
  const { connection, area, settings, artifacts, loadModel, observer = nobody, log } = options;
  const { replicas, memoryBytes: limitBytes, batching } = settings;
  const cache = new ModelCache({ loadModel, artifacts, limitBytes, batching, observer, log });
  const registry = await openRegistry(connection, {
    area,
    replicas,
    onChange: ({ name, versions }) =>
      cache.retire(name, (loaded) => versions.some(({ version }) => version === loaded)),
    onUnreadable: (err) => log.warn({ err }, 'a record is passed over'),
    onMissing: (name) => registrar.settle(name),
  });
  const parts = { ...options, registry };
  const registrar = startRegistrar(parts);
  return {
    handlers: modelServiceHandlers(parts),
    inference: inferenceHandlers({ registry, cache }),
    loaded: () => cache.loaded(),
    close: async () => {
      await registrar.close();
      await registry.close();
      await cache.close();
    },
  };
}
