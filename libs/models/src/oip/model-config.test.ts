import { DataType } from '@polymath/contracts/inference/grpc_service';
import { describe, expect, it } from 'vitest';
import { datatypes } from './datatypes.js';
import { dataTypeOf, modelConfig } from './model-config.js';

const model = { name: 'digits', platform: 'polymath_classifier' };
const batching = { maxBatch: 64, maxDelayMs: 2 };
const tensor = (name: string, ...shape: bigint[]) => ({ name, datatype: 'FP32', shape });

describe('modelConfig', () => {
  it('leaves the batch out of shapes and tells how calls are joined', () => {
    const signature = { inputs: [tensor('x', -1n, 2n)], outputs: [tensor('y', -1n)] };
    expect(modelConfig(model, signature, batching)).toEqual({
      ...{ ...model, maxBatchSize: 64 },
      input: [{ name: 'x', dataType: DataType.TYPE_FP32, dims: [2n] }],
      output: [{ name: 'y', dataType: DataType.TYPE_FP32, dims: [] }],
      schedulingChoice: {
        $case: 'dynamicBatching',
        value: { maxQueueDelayMicroseconds: 2000n, preserveOrdering: false },
      },
    });
  });

  it('gives the whole shapes of a model without a batch', () => {
    const signature = { inputs: [tensor('x', 2n)], outputs: [tensor('y', -1n)] };
    expect(modelConfig(model, signature, batching)).toMatchObject({
      ...{ maxBatchSize: 0, schedulingChoice: undefined },
      ...{ input: [{ dims: [2n] }], output: [{ dims: [-1n] }] },
    });
  });
});

describe('dataTypeOf', () => {
  it('knows every datatype of the protocol, each by a number of its own', () => {
    const numbers = Object.keys(datatypes).map(dataTypeOf);
    expect(numbers).not.toContain(DataType.TYPE_INVALID);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
