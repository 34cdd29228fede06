import {
  ModelConfigRequest,
  ModelInferRequest,
  ModelMetadataRequest,
  ModelReadyRequest,
  RepositoryIndexRequest,
  RepositoryModelLoadRequest,
  RepositoryModelUnloadRequest,
} from '@polymath/contracts/inference/grpc_service';
import type { AreaWorld } from '../stage/world.js';
import { message, type ValidRequests } from './message.js';

const path = (rpc: string) => `/inference.GRPCInferenceService/${rpc}`;
const empty = () => [Buffer.alloc(0)];

/** One row of zeros for the model of an area. */
async function infer({ model: modelName, clients }: AreaWorld): Promise<Buffer[]> {
  const { inputs } = await clients.inference.modelMetadata({ name: modelName, version: '' });
  const rows = inputs.map(({ name, datatype, shape }) => ({
    ...{ name, datatype, shape: shape.map((size) => (size === -1n ? 1n : size)) },
  }));
  const sizeBytes = (shape: bigint[]) => 4 * Number(shape.reduce((a, b) => a * b, 1n));
  const rawInputContents = rows.map(({ shape }) => Buffer.alloc(sizeBytes(shape)));
  const how = { modelName, modelVersion: '1', id: 'fuzz', inputs: rows, rawInputContents };
  return [message(ModelInferRequest, how)];
}

/** The Open Inference Protocol. */
export const inference: ValidRequests = {
  [path('ServerLive')]: empty,
  [path('ServerReady')]: empty,
  [path('ServerMetadata')]: empty,
  [path('ModelReady')]: ({ model: name }) => [message(ModelReadyRequest, { name, version: '1' })],
  [path('ModelMetadata')]: ({ model: name }) => [message(ModelMetadataRequest, { name })],
  [path('ModelConfig')]: ({ model: name }) => [message(ModelConfigRequest, { name, version: '1' })],
  [path('ModelInfer')]: infer,
  [path('ModelStreamInfer')]: async (world) => {
    const [one] = await infer(world);
    return [one!, one!];
  },
  [path('RepositoryIndex')]: () => [message(RepositoryIndexRequest, { ready: true })],
  [path('RepositoryModelLoad')]: ({ model: modelName }) => [
    message(RepositoryModelLoadRequest, { modelName }),
  ],
  [path('RepositoryModelUnload')]: ({ model: modelName }) => [
    message(RepositoryModelUnloadRequest, { modelName }),
  ],
};
