import {
  SampleFormat,
  SampleGeneratorsRequest,
  SampleGeneratorsResponse,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { DataType } from '@polymath/contracts/polymath/tensor/v1/tensor';
import type { CallEngine } from '@polymath/engine-host';
import { describe, expect, it } from 'vitest';
import { artifact, context, nameless, refusedFields } from '@polymath/area/testing';
import { sampleGeneratorsHandler } from './sample-generators.js';

const responses = [0, 1].map((generator) => SampleGeneratorsResponse.fromPartial({ generator }));

/** What the service streams; `calls` hears when the engine is asked. */
async function sample(patch: object, calls: string[] = []): Promise<SampleGeneratorsResponse[]> {
  const call: CallEngine = async function* (name) {
    calls.push(name);
    for (const response of responses) yield SampleGeneratorsResponse.encode(response).finish();
  };
  const request = SampleGeneratorsRequest.fromPartial({ generators: artifact, ...patch });
  const streamed: SampleGeneratorsResponse[] = [];
  for await (const response of sampleGeneratorsHandler({ call })(request, context)) {
    streamed.push(response);
  }
  return streamed;
}

const classes = (patch: object = {}) => ({
  classes: {
    dataType: DataType.DATA_TYPE_FLOAT32,
    shape: [1n, 2n],
    data: Buffer.alloc(8),
    ...patch,
  },
});

describe('SampleGenerators', () => {
  it.each<[string, object]>([
    ['defaults', {}],
    ['tensors of soft classes', { ...classes(), format: SampleFormat.SAMPLE_FORMAT_TENSOR }],
    ['the largest number of samples', { samplesPerRow: 1000 }],
  ])('streams what the engine says for %s', async (_, patch) => {
    expect(await sample(patch)).toEqual(responses);
  });

  it.each<[string, object, string[]]>([
    ['no generators', { generators: undefined }, ['generators']],
    ['generators without a hash', { generators: nameless }, ['generators.sha256']],
    ['too many samples', { samplesPerRow: 1001 }, ['samples_per_row']],
    ['an unknown format', { format: 5 }, ['format']],
    ['a seed beyond 2^53', { seed: 2n ** 53n }, ['seed']],
    [
      'classes as doubles',
      classes({ dataType: DataType.DATA_TYPE_FLOAT64 }),
      ['classes.data_type'],
    ],
    ['classes as a vector', classes({ shape: [2n] }), ['classes.shape']],
    ['negative sizes', classes({ shape: [-1n, -2n] }), ['classes.shape']],
    [
      'more sizes than two',
      classes({ shape: [1n, ...Array<bigint>(10_000).fill(2n ** 62n)] }),
      ['classes.shape'],
    ],
    [
      'a picture of too many samples',
      { ...classes({ shape: [11n, 1n], data: Buffer.alloc(44) }), samplesPerRow: 1000 },
      ['samples_per_row'],
    ],
    ['missing elements', classes({ data: Buffer.alloc(7) }), ['classes.data']],
    [
      'more than 4 MiB of classes',
      {
        ...classes({ shape: [1024n, 1025n], data: Buffer.alloc(4 * 1024 * 1025) }),
        samplesPerRow: 1,
      },
      ['classes.data'],
    ],
    [
      'everything at once',
      { ...classes({ shape: [1n] }), generators: undefined, samplesPerRow: 9999, format: 9 },
      ['generators', 'samples_per_row', 'format', 'classes.shape', 'classes.data'],
    ],
  ])('refuses %s and asks no engine', async (_, patch, fields) => {
    const calls: string[] = [];
    expect(await refusedFields(sample(patch, calls))).toEqual(fields);
    expect(calls).toEqual([]);
  });
});
