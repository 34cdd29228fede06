import type { ArtifactStore } from '@polymath/artifacts';
import type { GRPCInferenceServiceService } from '@polymath/contracts/inference/grpc_service';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import {
  ModelVersion,
  type ModelServiceService,
} from '@polymath/contracts/polymath/models/v1/models';
import type { LoadModel, WireTensor } from '@polymath/engine-host';
import type { EventsConnection } from '@polymath/events';
import type { Handlers, Logger } from '@polymath/service-kit';
import { inferenceHandlers } from './oip/inference-handlers.js';
import { modelServiceHandlers } from './registry/model-service.js';
import type { ModelOfJob } from './registry/new-version.js';
import { startRegistrar } from './registry/registrar.js';
import { openRegistry, type FoundVersion } from './registry/registry.js';
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

/**
 * Computes with a stored file as a kind of model: loaded, freed and computed together with other calls as versions are.
 * @param artifact with its size
 * @throws resource-exhausted with a time to repeat; what loading or the model throws
 */
export type ComputeWithFile = (
  kind: string,
  artifact: Artifact,
  inputs: readonly WireTensor[],
  signal: AbortSignal,
) => Promise<readonly WireTensor[]>;

/** The models of one area. */
export interface Models {
  /** What answers `ModelService`. */
  handlers: Handlers<ModelServiceService>;
  /** What answers the Open Inference Protocol. */
  inference: Handlers<GRPCInferenceServiceService>;
  /** The version behind a name and a number, an alias or nothing. @throws not-found, when it is awaited */
  find(name: string, version: string): Promise<FoundVersion>;
  /** For an area's own RPCs that compute with a model. */
  compute: ComputeWithFile;
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
    failures: (name) => registrar.failures(name),
  });
  const parts = { ...options, registry };
  const registrar = startRegistrar(parts);
  return {
    handlers: modelServiceHandlers(parts),
    inference: inferenceHandlers({ registry, cache, batching, log }),
    find: async (name, version) => registry.find(name, version),
    compute: (kind, artifact, inputs, signal) => {
      const version = ModelVersion.fromPartial({ kind, artifact });
      // No name of a model has a colon.
      return cache.predict({ name: `${kind}:${artifact.sha256}`, version }, inputs, signal);
    },
    loaded: () => cache.loaded(),
    close: async () => {
      await registrar.close();
      await registry.close();
      await cache.close();
    },
  };
}
