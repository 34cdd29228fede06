import type {
  GRPCInferenceServiceService,
  RepositoryIndexResponse_ModelIndex as IndexEntry,
} from '@polymath/contracts/inference/grpc_service';
import { invalidFields, PolymathError } from '@polymath/errors';
import type { Handlers, Logger } from '@polymath/service-kit';
import type { Registry } from '../registry/registry.js';
import type { BatchSettings } from '../serving/batcher.js';
import type { ModelCache } from '../serving/model-cache.js';
import { inferStream, type Infer } from './infer-stream.js';
import { modelConfig } from './model-config.js';
import { readInputs } from './read-inputs.js';
import { checkOutputs, toResponse } from './write-outputs.js';

/** What answering takes. */
export interface InferenceParts {
  registry: Pick<Registry, 'find' | 'all' | 'known' | 'area'>;
  cache: ModelCache;
  batching: BatchSettings;
  log: Logger;
}

const extensions = ['model_repository', 'model_configuration'];
/** Of this implementation of the protocol. */
const version = '1';

/** What answers the Open Inference Protocol for the models of one area. A call to a loaded model never touches NATS. */
export function inferenceHandlers({
  registry,
  cache,
  batching,
  log,
}: InferenceParts): Handlers<GRPCInferenceServiceService> {
  const modelInfer: Infer = async (request, context) => {
    const { modelName: name } = request;
    const found = registry.find(name, request.modelVersion);
    // A promise costs a turn: only what is not known yet is worth one.
    const { version } = found instanceof Promise ? await found : found;
    const signature = version.signature!;
    checkOutputs(request, signature);
    const inputs = readInputs(request, signature);
    const outputs = await cache.predict({ name, version }, inputs, context);
    return toResponse(request, version.version, outputs);
  };
  return {
    modelInfer,
    modelStreamInfer: inferStream(modelInfer, log),

    serverLive: async () => ({ live: true }),
    serverReady: async () => ({ ready: true }),
    serverMetadata: async () => ({ name: `polymath-${registry.area}`, version, extensions }),

    modelReady: async ({ name, version }) => {
      try {
        await registry.find(name, version);
        return { ready: true };
      } catch (error) {
        if (PolymathError.from(error).kind === 'not-found') return { ready: false };
        throw error;
      }
    },

    modelMetadata: async ({ name, version: asked }) => {
      const { model, version } = await registry.find(name, asked);
      const { inputs = [], outputs = [] } = version.signature ?? {};
      const versions = model.versions.map((known) => String(known.version));
      return { name, versions, platform: platformOf(version.kind), inputs, outputs };
    },

    modelConfig: async ({ name, version: asked }) => {
      const { kind, signature } = (await registry.find(name, asked)).version;
      return { config: modelConfig({ name, platform: platformOf(kind) }, signature!, batching) };
    },

    repositoryIndex: async ({ repositoryName, ready }) => {
      checkRepository(repositoryName);
      const models = registry.all().flatMap(({ name, versions }) =>
        versions.map(({ version }): IndexEntry => {
          const isLoaded = cache.isLoaded(name, version);
          const state = isLoaded ? 'READY' : 'UNAVAILABLE';
          const reason = isLoaded ? '' : 'not loaded; its first call loads it';
          return { name, version: String(version), state, reason };
        }),
      );
      return { models: ready ? models.filter(({ state }) => state === 'READY') : models };
    },

    repositoryModelLoad: async ({ repositoryName, modelName }) => {
      checkRepository(repositoryName);
      const { version } = await registry.find(modelName, '');
      await cache.load(modelName, version);
      return {};
    },

    repositoryModelUnload: async ({ repositoryName, modelName }) => {
      checkRepository(repositoryName);
      await registry.find(modelName, '');
      cache.retire(modelName);
      return {};
    },
  };
}

const platformOf = (kind: string) => `polymath_${kind}`;

function checkRepository(name: string): void {
  if (name === '') return;
  const description = `must be empty: there is one repository, got "${name}"`;
  throw invalidFields([{ field: 'repository_name', description }]);
}
