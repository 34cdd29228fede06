import { readFileSync } from 'node:fs';
import {
  countParameters,
  disposeNetwork,
  floatsOf,
  forward,
  liveTensors,
  tensor,
  tidy,
  transpose,
  type Network,
} from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { importOnnx, readOnnx } from './import-onnx.js';

interface Packed {
  shape: number[];
  /** Little-endian float32, base64; images are [batch, channels, height, width]. */
  data: string;
}

interface Result {
  input: Packed;
  logits: Packed;
  parameters: number;
}

const golden = (name: string) => new URL(`golden/${name}`, import.meta.url);
const file = (name: string) => readFileSync(golden(`${name}.onnx`));
const results = JSON.parse(readFileSync(golden('results.json'), 'utf8')) as Record<string, Result>;

function unpack({ data }: Packed): Float32Array {
  const bytes = Buffer.from(data, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

function logitsOf(network: Network, input: Packed): Float32Array {
  return tidy(() => {
    const x = tensor(unpack(input), input.shape);
    const images = input.shape.length === 4 ? transpose(x, [0, 2, 3, 1]) : x;
    return floatsOf(forward(network, images));
  });
}

const layersOf = (name: string) => readOnnx(file(name)).graph.layers;

describe('importOnnx', () => {
  it.each(Object.entries(results))("computes PyTorch's logits: %s", (name, expected) => {
    const network = importOnnx(file(name));
    const logits = logitsOf(network, expected.input);
    const differences = unpack(expected.logits).map((value, i) => Math.abs(value - logits[i]!));
    expect(differences).toHaveLength(logits.length);
    expect(Math.max(...differences)).toBeLessThan(1e-5);
    disposeNetwork(network);
  });

  it.each(['lenet', 'mlp-as-written', 'windows', 'branches', 'resnet-concat-mean'])(
    'has as many parameters as the model in PyTorch: %s',
    (name) => {
      const network = importOnnx(file(name));
      expect(countParameters(network)).toBe(results[name]?.parameters);
      disposeNetwork(network);
    },
  );

  it('reads any number of images, whatever batch the file fixes', () => {
    const network = importOnnx(file('resnet-concat-mean-fixed'));
    const { input, logits } = results['resnet-concat-mean-fixed']!;
    const one = { shape: [1, ...input.shape.slice(1)], data: input.data };
    one.data = Buffer.from(input.data, 'base64')
      .subarray(0, 4 * 72)
      .toString('base64');
    const [first] = logitsOf(network, one);
    expect(first).toBeCloseTo(unpack(logits)[0]!, 5);
    disposeNetwork(network);
  });

  it('holds nothing but the parameters', () => {
    const before = liveTensors();
    const network = importOnnx(file('resnet-pad-view'));
    expect(liveTensors() - before).toBe(network.parameters.size);
    disposeNetwork(network);
    expect(liveTensors()).toBe(before);
  });
});

describe('readOnnx', () => {
  it('names layers after the modules of PyTorch', () => {
    const names = layersOf('resnet-concat-mean').map(({ name }) => name);
    expect(names.slice(0, 5)).toEqual([
      'conv1',
      'layer1.0.conv1',
      'layer1.0.bn1',
      'layer1.0.relu',
      'layer1.0.conv2',
    ]);
  });

  it('names a convolution into which its batch norm was folded after its module', () => {
    const names = layersOf('resnet-pad-view').map(({ name }) => name);
    expect(names).toContain('layer1.1.conv2');
  });

  it('takes a strided slice and padded channels for a short-cut', () => {
    const shortcut = layersOf('resnet-pad-view').filter(({ op }) =>
      ['subsample', 'pad'].includes(op),
    );
    expect(shortcut).toMatchObject([
      { inputs: ['layer1.0.relu_1'], strides: [2, 2] },
      {
        margins: [
          [0, 0],
          [0, 0],
          [0, 2],
        ],
      },
    ]);
  });

  it('takes joined zeros for padded channels', () => {
    for (const name of ['resnet-concat-mean', 'resnet-concat-mean-fixed']) {
      const pad = layersOf(name).find(({ op }) => op === 'pad');
      expect(pad).toMatchObject({
        margins: [
          [0, 0],
          [0, 0],
          [0, 2],
        ],
      });
    }
  });

  it('takes a view of the batch and the rest for flatten', () => {
    const flat = layersOf('resnet-pad-view').find(({ op }) => op === 'flatten');
    expect(flat?.name).toBe('reshape');
  });

  it('makes a sum after a product its bias', () => {
    expect(layersOf('matmul')).toEqual([
      { name: 'matMul', inputs: ['input'], op: 'dense', in: 4, out: 3, bias: true },
    ]);
  });
});
