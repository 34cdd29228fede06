import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { ModelInferRequest } from '@polymath/contracts/inference/grpc_service';
import type { ModelInferResponse } from '@polymath/contracts/inference/grpc_service';
import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Clients } from './clients.js';

/** Trains a classifier for a moment, as the next version of a model. */
export async function trainModel(
  { compression }: Pick<Clients, 'compression'>,
  {
    modelName,
    training,
    epochs = 1,
  }: { modelName: string; training: LabelledImages; epochs?: number },
): Promise<Job> {
  const architecture = Architecture.ARCHITECTURE_LENET5;
  const data = { architecture, training, epochs, batchSize: 16, options: { modelName } };
  const request = TrainClassifierRequest.fromPartial(data);
  return (await compression.trainClassifier(request)).job!;
}

/** A call with images of 32x32 pixels. @param values [rows * 32 * 32] */
export function inferRequest(
  modelName: string,
  values: Float32Array,
  more: Partial<ModelInferRequest> = {},
): ModelInferRequest {
  const shape = [BigInt(values.length / (32 * 32)), 32n, 32n, 1n];
  const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return ModelInferRequest.fromPartial({
    ...{ modelName, inputs: [{ name: 'input', datatype: 'FP32', shape }] },
    ...{ rawInputContents: [raw], ...more },
  });
}

/** An output of an answer as numbers. */
export function outputValues(response: ModelInferResponse, name: string): number[] {
  const place = response.outputs.findIndex((output) => output.name === name);
  const { buffer } = Uint8Array.from(response.rawOutputContents[place]!);
  const isFloat = response.outputs[place]!.datatype === 'FP32';
  return [...(isFloat ? new Float32Array(buffer) : new Int32Array(buffer))];
}
