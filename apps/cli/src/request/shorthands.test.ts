import { describe, expect, it } from 'vitest';
import { shorthands } from './shorthands.js';

const layer = shorthands['polymath.compression.v1.LayerDecomposition']!;
const term = shorthands['polymath.compression.v1.DistillationTerm']!;
const tensor = shorthands['polymath.tensor.v1.Tensor']!;

describe('shorthands', () => {
  it('reads EVBMF, two ranks, and one', () => {
    expect(layer.parse('conv3:evbmf')).toEqual({ layer: 'conv3', evbmf: {} });
    expect(layer.parse('conv3:5,8')).toEqual({ layer: 'conv3', fixed: { input: 5, output: 8 } });
    expect(layer.parse('fc1:12')).toEqual({ layer: 'fc1', fixed: { input: 12, output: 0 } });
  });

  it.each([
    ['cross-entropy', { crossEntropy: {} }],
    ['soft-targets:0.9', { softTargets: {}, weight: 0.9 }],
    ['soft-targets@2:4..0', { softTargets: {}, teacher: 2, weight: 4, lastWeight: 0 }],
    ['soft-targets:0.5..1e-3', { softTargets: {}, weight: 0.5, lastWeight: 0.001 }],
    ['relational-angle@2', { relationalAngle: {}, teacher: 2 }],
    [
      'attention:1000:block1.relu=/layer1/Relu:0',
      {
        attention: {},
        weight: 1000,
        layers: { student: 'block1.relu', teacher: '/layer1/Relu:0' },
      },
    ],
    [
      'triplet:1:embedding',
      { triplet: {}, weight: 1, layers: { student: 'embedding', teacher: '' } },
    ],
  ])('reads the term %s', (text, expected) => {
    expect(term.parse(text)).toEqual(expected);
  });

  it('leaves JSON alone', () => {
    expect(term.parse('{"hint":{},"weight":1}')).toBeUndefined();
    expect(layer.parse('{"layer":"conv3:5","energy":0.9}')).toBeUndefined();
    expect(tensor.parse('{"shape":[1]}')).toBeUndefined();
  });

  it('reads rows of numbers as a float32 tensor, little-endian', () => {
    // 1 is 3f800000 in single precision, 0 is 00000000.
    const data = Buffer.from('0000803f00000000000000000000803f', 'hex').toString('base64');
    const expected = { dataType: 'DATA_TYPE_FLOAT32', shape: ['2', '2'], data };
    expect(tensor.parse('[[1, 0], [0, 1]]')).toEqual(expected);
  });

  it('refuses rows of different lengths', () => {
    expect(tensor.parse('[[1, 0], [0]]')).toBeUndefined();
  });
});
