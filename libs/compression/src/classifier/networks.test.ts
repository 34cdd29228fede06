import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countParameters, createNetwork, disposeNetwork, randomStream } from '@polymath/tensor';
import { expectAsInPyTorch, type GoldenNetworks } from './golden-networks.js';
import { lenet5 } from './lenet5.js';
import { resnet14 } from './resnet14.js';

const url = new URL('golden/networks.json', import.meta.url);
const golden = (JSON.parse(readFileSync(url, 'utf8')) as GoldenNetworks).networks;

describe('lenet5', () => {
  it('computes what the same network computes in PyTorch', () => {
    expectAsInPyTorch(lenet5(), golden['lenet5']);
  });
});

describe('resnet14', () => {
  it('computes what the same network computes in PyTorch, running statistics and all', () => {
    expectAsInPyTorch(resnet14({ channels: 3 }), golden['resnet14']);
  });

  it('has the number of parameters of the published network', () => {
    const network = createNetwork(resnet14(), randomStream(1, 'weights'));
    expect(countParameters(network)).toBe(172_682);
    disposeNetwork(network);
  });
});
