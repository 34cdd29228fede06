import { readFileSync } from 'node:fs';
import { PolymathError } from '@polymath/errors';
import { disposeNetwork, floatsOf, forward, tensor, tidy, transpose } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { importOnnx, readOnnx } from './import-onnx.js';

interface Packed {
  shape: number[];
  /** Little-endian float32, base64; images are [batch, channels, height, width]. */
  data: string;
}

const golden = (name: string) => new URL(`golden/dynamo/${name}`, import.meta.url);
const file = (name: string) => readFileSync(golden(`${name}.onnx`));
const externalData = (location: string) => readFileSync(golden(location));
const results = JSON.parse(readFileSync(golden('results.json'), 'utf8')) as Record<
  string,
  Record<'input' | 'logits', Packed>
>;

function unpack({ data }: Packed): Float32Array {
  const bytes = Buffer.from(data, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

function errorOf(act: () => unknown): PolymathError {
  try {
    act();
  } catch (error) {
    return PolymathError.from(error);
  }
  throw new Error('expected an error');
}

describe("importOnnx of PyTorch's newer exporter", () => {
  it.each(Object.entries(results))("computes ONNX Runtime's logits: %s", (name, expected) => {
    const network = importOnnx(file(name), { externalData });
    const logits = tidy(() => {
      const x = tensor(unpack(expected.input), expected.input.shape);
      return floatsOf(forward(network, transpose(x, [0, 2, 3, 1])));
    });
    const differences = unpack(expected.logits).map((value, i) => Math.abs(value - logits[i]!));
    expect(differences).toHaveLength(logits.length);
    expect(Math.max(...differences)).toBeLessThan(1e-5);
    disposeNetwork(network);
  });

  it('reads batch norms as a part of the convolutions into which they were folded', () => {
    const { layers } = readOnnx(file('resnet-project'), { externalData }).graph;
    expect(layers.filter(({ op }) => op === 'batchNorm')).toEqual([]);
    const names = layers.filter(({ op }) => op === 'conv2d').map(({ name }) => name);
    expect(names).toContain('layer1.1.downsample.0');
  });
});

describe('external data', () => {
  it('is asked for by the name that the file says', () => {
    const asked = new Set<string>();
    readOnnx(file('lenet'), { externalData: (name) => (asked.add(name), externalData(name)) });
    expect([...asked]).toEqual(['lenet.onnx.data']);
  });

  it('is refused with advice where there is no such file to ask for', () => {
    const error = errorOf(() => readOnnx(file('lenet')));
    expect(error.kind).toBe('invalid-input');
    expect(error.message).toBe(
      'initialiser conv1.weight is stored outside the file, in lenet.onnx.data: ' +
        'pack both files into a tar archive, or export the model with its weights inside',
    );
  });

  it('is refused where it is cut short', () => {
    const cut = { externalData: (name: string) => externalData(name).subarray(0, 100) };
    const error = errorOf(() => readOnnx(file('windows'), cut));
    expect(error.kind).toBe('corrupt-data');
    expect(error.message).toMatch(
      /: expected bytes \d+ to \d+ of windows.onnx.data, which has 100$/,
    );
  });
});
