import { DataType, type ModelConfig } from '@polymath/contracts/inference/grpc_service';
import type { Signature, TensorSpec } from '@polymath/contracts/polymath/models/v1/models';
import { isBatchable } from '../serving/batch.js';
import type { BatchSettings } from '../serving/batcher.js';

/** What is known of a model, as Triton describes its own: shapes without the batch, where there is one. */
export function modelConfig(
  { name, platform }: Pick<ModelConfig, 'name' | 'platform'>,
  signature: Signature,
  { maxBatch, maxDelayMs }: Pick<BatchSettings, 'maxBatch' | 'maxDelayMs'>,
): ModelConfig {
  const isBatched = isBatchable(signature);
  const tensor = ({ name, datatype, shape }: TensorSpec) => ({
    ...{ name, dataType: dataTypeOf(datatype) },
    dims: isBatched ? shape.slice(1) : shape,
  });
  const maxQueueDelayMicroseconds = BigInt(1000 * maxDelayMs);
  const batching = { maxQueueDelayMicroseconds, preserveOrdering: false };
  return {
    ...{ name, platform, maxBatchSize: isBatched ? maxBatch : 0 },
    input: signature.inputs.map(tensor),
    output: signature.outputs.map(tensor),
    schedulingChoice: isBatched ? { $case: 'dynamicBatching', value: batching } : undefined,
  };
}

/** Triton's number of a datatype of the protocol: it calls BYTES a string. */
export function dataTypeOf(datatype: string): DataType {
  const name = `TYPE_${datatype === 'BYTES' ? 'STRING' : datatype}`;
  return name in DataType ? DataType[name as keyof typeof DataType] : DataType.TYPE_INVALID;
}
