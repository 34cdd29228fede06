import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  countParameters,
  createNetwork,
  disposeNetwork,
  outputShape,
  randomStream,
  type Graph,
} from '@polymath/tensor';
import { expectAsInPyTorch, type GoldenNetworks } from '../classifier/golden-networks.js';
import { decoderGraph } from './decoder.js';
import { generatorGraph } from './generator.js';

const url = new URL('../classifier/golden/networks.json', import.meta.url);
const golden = (JSON.parse(readFileSync(url, 'utf8')) as GoldenNetworks).networks;

function parametersOf(graph: Graph): number {
  const network = createNetwork(graph, randomStream(1, 'weights'));
  disposeNetwork(network);
  return countParameters(network);
}

const mnist = [32, 32, 1];
const svhn = [32, 32, 3];
const letter = [16];

describe('generatorGraph', () => {
  it('computes what the published image generator computes in PyTorch', () => {
    const graph = generatorGraph({ noise: 10, classes: 10, output: svhn });
    expect(outputShape(graph)).toEqual(svhn);
    expectAsInPyTorch(graph, golden['image generator']);
  });

  it('computes what the published generator of rows computes in PyTorch', () => {
    expectAsInPyTorch(
      generatorGraph({ noise: 10, classes: 26, output: letter }),
      golden['tabular generator'],
    );
  });

  it('has the published number of parameters for one channel', () => {
    expect(parametersOf(generatorGraph({ noise: 10, classes: 10, output: mnist }))).toBe(187_752);
  });

  it('rejects images of another size', () => {
    expect(() => generatorGraph({ noise: 10, classes: 10, output: [28, 28, 1] })).toThrow(
      'generators make [32, 32, channels], got [28, 28, 1]',
    );
  });
});

describe('decoderGraph', () => {
  it('computes what the published decoder computes in PyTorch', () => {
    expectAsInPyTorch(decoderGraph({ input: svhn, noise: 10, hiddenLayers: 3 }), golden['decoder']);
  });

  it.each([
    ['MNIST', mnist, 1, 139_210],
    ['Fashion-MNIST', mnist, 3, 168_730],
    ['Letter', letter, 2, 33_010],
  ] as const)(
    'has the published number of parameters for %s',
    (_, input, hiddenLayers, expected) => {
      expect(parametersOf(decoderGraph({ input, noise: 10, hiddenLayers }))).toBe(expected);
    },
  );
});
