import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { graphParameters, sizeOf, type Graph } from '@polymath/tensor';
import { expectAsInPyTorch, type GoldenNetworks } from './golden-networks.js';
import { lenet5 } from './lenet5.js';
import { resnet, resnet14, resnet20, resnet56 } from './resnet.js';
import { smallCnn } from './small-cnn.js';
import { wideResnet } from './wide-resnet.js';

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
});

describe.each<[string, Graph]>([
  ['resnet20', resnet20()],
  ['WRN-16-1', wideResnet({ depth: 16, width: 1 })],
  ['WRN-10-2', wideResnet({ depth: 10, width: 2 })],
  ['small cnn', smallCnn()],
])('%s', (name, graph) => {
  it('computes what the same network computes in PyTorch, running statistics and all', () => {
    expectAsInPyTorch(graph, golden[name]);
  });
});

describe('the number of parameters', () => {
  // ResNets: KegNet's code; github.com/akamaster/pytorch_resnet_cifar10. WRNs: as counted in the code of RepDistiller.
  it.each<[string, Graph, number]>([
    ['resnet14', resnet14(), 172_682],
    ['resnet20', resnet20(), 269_722],
    ['resnet56', resnet56(), 853_018],
    ['WRN-16-1', wideResnet({ depth: 16, width: 1 }), 175_066],
    ['WRN-16-2', wideResnet({ depth: 16, width: 2 }), 691_674],
    ['WRN-40-1', wideResnet({ depth: 40, width: 1 }), 563_930],
    ['WRN-40-2', wideResnet({ depth: 40, width: 2 }), 2_243_546],
    ['small cnn', smallCnn(), 24_346],
  ])('of %s is the one that is known', (_, graph, parameters) => {
    const trainable = graphParameters(graph).filter((spec) => spec.trainable);
    expect(trainable.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(parameters);
  });
});

describe('a depth that no network has', () => {
  it('is rejected', () => {
    expect(() => resnet({ depth: 18 })).toThrow('depth must be 6·n + 2, e.g. 20, got 18');
    expect(() => wideResnet({ depth: 18, width: 1 })).toThrow('depth must be 6·n + 4, e.g. 16, got 18'); // prettier-ignore
  });
});
