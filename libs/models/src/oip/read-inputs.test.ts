import { ModelInferRequest } from '@polymath/contracts/inference/grpc_service';
import { PolymathError } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import { readInputs } from './read-inputs.js';

const signature = {
  inputs: [
    { name: 'images', datatype: 'FP32', shape: [-1n, 2n] },
    { name: 'words', datatype: 'BYTES', shape: [-1n] },
  ],
  outputs: [],
};

const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer);
const images = { name: 'images', datatype: 'FP32', shape: [1n, 2n] };
const words = { name: 'words', datatype: 'BYTES', shape: [1n] };
const word = Buffer.from([2, 0, 0, 0, 104, 105]);
const sane = { inputs: [images, words], rawInputContents: [floats(1, 2), word] };

const read = (patch: Parameters<typeof ModelInferRequest.fromPartial>[0]) =>
  readInputs(ModelInferRequest.fromPartial({ ...sane, ...patch }), signature);

/** Where a request is wrong, and why. */
function wrongWith(patch: Parameters<typeof read>[0]): Record<string, string> {
  try {
    read(patch);
  } catch (error) {
    const { kind, fields } = PolymathError.from(error);
    if (kind === 'invalid-input')
      return Object.fromEntries(fields.map(({ field, description }) => [field, description]));
    throw error;
  }
  return {};
}

describe('readInputs', () => {
  it('takes raw contents as they are, in the order of the signature', () => {
    const turned = { inputs: [words, images], rawInputContents: [word, floats(1, 2)] };
    expect(read(turned)).toEqual([
      { ...images, shape: [1, 2], data: floats(1, 2) },
      { ...words, shape: [1], data: word },
    ]);
  });

  it('takes typed contents for the same bytes', () => {
    const inputs = [
      { ...images, contents: { fp32Contents: [1, 2] } },
      { ...words, contents: { bytesContents: [Buffer.from('hi')] } },
    ];
    expect(read({ inputs, rawInputContents: [] })).toEqual(read({}));
  });

  it.each<[string, Parameters<typeof read>[0], Record<string, string>]>([
    [
      'an unknown input, and one that is missing',
      { inputs: [{ ...images, name: 'pictures' }, words] },
      {
        'inputs[0].name': 'must be one of "images", "words", got "pictures"',
        inputs: '"images" is required',
      },
    ],
    [
      'an input given twice',
      { inputs: [images, images], rawInputContents: [floats(1, 2), floats(1, 2)] },
      { 'inputs[1].name': 'is given twice: "images"', inputs: '"words" is required' },
    ],
    [
      'an unknown datatype',
      { inputs: [{ ...images, datatype: 'FP33' }, words] },
      { 'inputs[0].datatype': 'of "images" must be FP32, got "FP33"' },
    ],
    [
      'a datatype that is the name of something else',
      { inputs: [{ ...images, datatype: 'constructor' }, words] },
      { 'inputs[0].datatype': 'of "images" must be FP32, got "constructor"' },
    ],
    [
      'another datatype',
      { inputs: [{ ...images, datatype: 'INT8' }, words] },
      { 'inputs[0].datatype': 'of "images" must be FP32, got "INT8"' },
    ],
    [
      'a wrong rank',
      { inputs: [{ ...images, shape: [2n] }, words] },
      { 'inputs[0].shape': 'of "images" must be [-1, 2], got [2]' },
    ],
    [
      'a wrong size',
      { inputs: [{ ...images, shape: [1n, 3n] }, words] },
      { 'inputs[0].shape': 'of "images" must be [-1, 2], got [1, 3]' },
    ],
    [
      'a negative size',
      { inputs: [{ ...images, shape: [-1n, 2n] }, words] },
      { 'inputs[0].shape': 'of "images" must be [-1, 2], got [-1, 2]' },
    ],
    [
      'a shape that overflows',
      { inputs: [{ ...images, shape: [2n ** 62n, 2n] }, words] },
      {
        'inputs[0].shape':
          'of "images" must be [-1, 2] of at most 67108864 elements, got [4611686018427387904, 2]',
      },
    ],
    [
      'too few bytes',
      { rawInputContents: [floats(1), word] },
      { 'raw_input_contents[0]': 'of "images" must hold 8 bytes, got 4' },
    ],
    [
      'too few raw contents',
      { rawInputContents: [floats(1, 2)] },
      {
        raw_input_contents: 'must be one for each of the 2 inputs, got 1',
        'raw_input_contents[1]': 'of "words" must hold 1 elements, each behind its length, got 0',
      },
    ],
    [
      'a length that reaches too far',
      { rawInputContents: [floats(1, 2), Buffer.from([9, 0, 0, 0, 104])] },
      {
        'raw_input_contents[1]':
          'of "words" must hold 1 elements, each behind its length, got a length that reaches past the end',
      },
    ],
    [
      'typed contents beside raw ones',
      { inputs: [{ ...images, contents: { fp32Contents: [1, 2] } }, words] },
      { 'inputs[0].contents': 'of "images" must be absent beside raw_input_contents' },
    ],
    [
      'contents of another type, and none',
      { inputs: [{ ...images, contents: { intContents: [1, 2] } }, words], rawInputContents: [] },
      {
        'inputs[0].contents': 'of "images" must stand in fp32_contents alone, got int_contents',
        'inputs[1].contents.bytes_contents': 'of "words" must hold 1 elements, got 0',
      },
    ],
    [
      'batches that differ',
      {
        inputs: [images, { ...words, shape: [2n] }],
        rawInputContents: [floats(1, 2), Buffer.concat([word, word])],
      },
      { inputs: 'the batch of "words" must be that of "images": 1, got 2' },
    ],
    [
      'a batch of nothing',
      {
        inputs: [
          { ...images, shape: [0n, 2n] },
          { ...words, shape: [0n] },
        ],
        rawInputContents: [Buffer.alloc(0), Buffer.alloc(0)],
      },
      { inputs: 'the batch of "words" must be at least 1, got 0' },
    ],
  ])('names the field of %s', (_, patch, fields) => {
    expect(wrongWith(patch)).toEqual(fields);
  });

  it('refuses integers that the datatype cannot hold', () => {
    const small = { inputs: [{ name: 'x', datatype: 'INT8', shape: [1n] }], outputs: [] };
    const inputs = [{ ...small.inputs[0]!, contents: { intContents: [128] } }];
    expect(() => readInputs(ModelInferRequest.fromPartial({ inputs }), small)).toThrow(
      'inputs[0].contents.int_contents: of "x" must be from -128 to 127, got 128',
    );
  });
});
