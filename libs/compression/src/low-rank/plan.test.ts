import {
  createNetwork,
  disposeNetwork,
  liveTensors,
  randomStream,
  type Network,
} from '@polymath/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lenet5 } from '../classifier/index.js';
import { planCompression } from './plan.js';

let network: Network;
beforeAll(() => {
  network = createNetwork(lenet5(), randomStream(1, 'weights'));
});
afterAll(() => disposeNetwork(network));

const conv3 = { layer: 'conv3', ranks: { rule: 'fixed', in: 5, out: 8 } } as const;

describe('planCompression', () => {
  it('counts parameters and multiply-adds of LeNet-5 as by hand', () => {
    const { original } = planCompression(network, []);
    expect(original.parameters).toBe(61_706);
    const convolutions = 28 * 28 * 25 * 6 + 10 * 10 * 25 * 6 * 16 + 25 * 16 * 120;
    expect(original.multiplyAdds).toBe(convolutions + 120 * 84 + 84 * 10);
  });

  it('says what a decomposition brings', () => {
    const { layers, original, compressed } = planCompression(network, [conv3]);
    const weights = 16 * 5 + 25 * 5 * 8 + 8 * 120;
    const multiplyAdds = 5 * 5 * 16 * 5 + 25 * 5 * 8 + 8 * 120;
    expect(layers).toHaveLength(1);
    expect(layers[0]).toMatchObject({
      layer: 'conv3',
      kind: 'conv2d',
      ranks: { in: 5, out: 8 },
      fullRanks: { in: 16, out: 120 },
      original: { parameters: 48_120, multiplyAdds: 48_000 },
      compressed: { parameters: weights + 120, multiplyAdds },
      memoryRatio: 48_000 / weights,
      speedRatio: 48_000 / multiplyAdds,
      warnings: [],
    });
    expect(layers[0]!.relativeError).toBeGreaterThan(0);
    expect(compressed.parameters).toBe(original.parameters - 48_120 + weights + 120);
  });

  it('gives the parameters of the published students 1 to 3 of LeNet-5', () => {
    const planned = (ranks: [string, number, number][]) =>
      planCompression(
        network,
        ranks.map(([layer, i, o]) => ({ layer, ranks: { rule: 'fixed', in: i, out: o } })),
      ).compressed.parameters;
    expect(planned([['conv3', 7, 11]])).toBe(17_063);
    expect(
      planned([
        ['conv2', 3, 4],
        ['conv3', 7, 11],
      ]),
    ).toBe(15_045);
    expect(
      planned([
        ['conv2', 3, 4],
        ['conv3', 5, 8],
      ]),
    ).toBe(13_728);
  });

  it('warns where nothing is saved', () => {
    const { layers } = planCompression(network, [
      { layer: 'fc2', ranks: { rule: 'fixed', in: 9 } },
    ]);
    expect(layers[0]!.memoryRatio).toBeLessThan(1);
    // 84 · 9 + 9 · 10 = 846 weights in the place of 840
    expect(layers[0]!.warnings).toEqual([
      'no fewer parameters: 850 before, 856 after',
      'no fewer multiply-adds: 840 before, 846 after',
    ]);
  });

  it('makes no tensor that stays', () => {
    const before = liveTensors();
    planCompression(network, [conv3]);
    expect(liveTensors()).toBe(before);
  });
});
