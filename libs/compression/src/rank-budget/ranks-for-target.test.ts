import {
  createNetwork,
  dense,
  convolution,
  disposeNetwork,
  GraphBuilder,
  liveTensors,
  networkFrom,
  parameterValues,
  randomStream,
  type Graph,
  type Network,
} from '@polymath/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { lenet5 } from '../classifier/index.js';
import { planCompression, type LayerDecomposition } from '../low-rank/index.js';
import { ranksForTarget, type CompressionTarget } from './ranks-for-target.js';

/** Two convolutions and a dense layer, small enough to try everything. */
function tinyGraph(): Graph {
  const graph = new GraphBuilder([6, 6, 3]);
  graph.layer('conv1', convolution([3, 5], 3, { padding: 1, stride: 2 }));
  graph.layer('relu', { op: 'relu' });
  graph.layer('conv2', convolution([5, 4], 2, { bias: false }));
  graph.layer('flatten', { op: 'flatten' });
  graph.layer('fc', dense(16, 6));
  return graph.build();
}

/** Weights of which the first rows count most, so that EVBMF finds something. */
function slanted(graph: Graph): Network {
  const random = createNetwork(graph, randomStream(3, 'weights'));
  const values = new Map(
    [...parameterValues(random.parameters)].map(([name, value]) => [
      name,
      value.map((v, i) => v + Math.cos(0.7 * i) * 0.9),
    ]),
  );
  disposeNetwork(random);
  return networkFrom(graph, values);
}

const tiny = slanted(tinyGraph());
const lenet = createNetwork(lenet5(), randomStream(1, 'weights'));
afterAll(() => [tiny, lenet].forEach(disposeNetwork));

const costsOf = (network: Network, layers: readonly LayerDecomposition[]) => {
  const { original, compressed } = planCompression(network, layers);
  return { original, compressed };
};

const fixed = (layer: string, inward: number, out?: number): LayerDecomposition => ({
  layer,
  ranks: { rule: 'fixed', in: inward, ...(out === undefined ? {} : { out }) },
});

/** Every way to decompose the tiny network; a layer that is not named stays. */
function* everyWay(): Generator<LayerDecomposition[]> {
  const pairs = (layer: string, inputs: number, outputs: number, places: number) =>
    Array.from({ length: inputs * outputs }, (_, k) => [
      1 + (k % inputs),
      1 + Math.floor(k / inputs),
    ])
      .filter(([a, b]) => a! <= places * b! && b! <= places * a!)
      .map(([a, b]) => [fixed(layer, a!, b)]);
  const first = [[], ...pairs('conv1', 3, 5, 9)];
  const second = [[], ...pairs('conv2', 5, 4, 4)];
  const third = [[], ...[1, 2, 3, 4, 5, 6].map((rank) => [fixed('fc', rank)])];
  for (const a of first) for (const b of second) for (const c of third) yield [...a, ...b, ...c];
}

const ranksIn = (layers: readonly LayerDecomposition[], name: string) =>
  layers.find(({ layer }) => layer === name)?.ranks;

/** Σ of the lost shares, worked out from singular values that are measured by dropping all but some ranks. */
function lossOf(layers: readonly LayerDecomposition[], shares: Map<string, number>): number {
  return layers.reduce((sum, { layer, ranks }) => {
    const { in: a, out: b } = ranks as { in: number; out?: number };
    const inward = shares.get(`${layer} in ${a}`) ?? 0;
    return sum + inward + (b === undefined ? 0 : (shares.get(`${layer} out ${b}`) ?? 0));
  }, 0);
}

/** The lost share of one side alone is the squared relative error of a one-sided decomposition, which is optimal. */
function measuredShares(): Map<string, number> {
  const shares = new Map<string, number>();
  const note = (key: string, decomposition: LayerDecomposition) => {
    const [layer] = planCompression(tiny, [decomposition]).layers;
    shares.set(key, layer!.relativeError ** 2);
  };
  for (const [layer, inputs, outputs] of [
    ['conv1', 3, 5],
    ['conv2', 5, 4],
  ] as const) {
    for (let a = 1; a < inputs; a++)
      note(`${layer} in ${a}`, fixed(layer, a, Math.min(outputs, 9 * a)));
    for (let b = 1; b < outputs; b++)
      note(`${layer} out ${b}`, fixed(layer, Math.min(inputs, 4 * b), b));
  }
  for (let rank = 1; rank < 6; rank++) note(`fc in ${rank}`, fixed('fc', rank));
  return shares;
}

/** Whether all ranks are at most, or at least, EVBMF's; a layer that stays is full. */
function isOnTheWay(
  layers: readonly LayerDecomposition[],
  start: Map<string, [number, number]>,
  sign: 1 | -1,
) {
  return [...start].every(([name, [a, b]]) => {
    const ranks = ranksIn(layers, name) as { in: number; out?: number } | undefined;
    if (!ranks) return sign > 0;
    return sign * (ranks.in - a) >= 0 && sign * ((ranks.out ?? ranks.in) - b) >= 0;
  });
}

const evbmf = ['conv1', 'conv2', 'fc'].map(
  (layer) => ({ layer, ranks: { rule: 'evbmf' } }) as const,
);

describe('ranksForTarget', () => {
  it.each<CompressionTarget>([
    { what: 'parameters', ratio: 1.3 },
    { what: 'parameters', ratio: 2 },
    { what: 'parameters', ratio: 3 },
    { what: 'multiplyAdds', ratio: 1.5 },
    { what: 'multiplyAdds', ratio: 4 },
  ])('finds what trying everything finds: $what / $ratio', ({ what, ratio }) => {
    const shares = measuredShares();
    const planned = planCompression(tiny, evbmf);
    const start = new Map(
      planned.layers.map(({ layer, ranks }) => [layer, [ranks.in, ranks.out] as [number, number]]),
    );
    expect(planned.layers.every((layer) => layer.compressed[what] < layer.original[what])).toBe(
      true,
    );
    const allowed = planned.original[what] / ratio;
    const sign = allowed < planned.compressed[what] ? -1 : 1;
    let least = Infinity;
    for (const layers of everyWay()) {
      if (!isOnTheWay(layers, start, sign) || lossOf(layers, shares) >= least) continue;
      if (costsOf(tiny, layers).compressed[what] <= allowed) least = lossOf(layers, shares);
    }
    const chosen = ranksForTarget(tiny, undefined, { what, ratio });
    expect(costsOf(tiny, chosen).compressed[what]).toBeLessThanOrEqual(allowed);
    expect(lossOf(chosen, shares)).toBeCloseTo(least, 6);
  });

  it('leaves nothing over that one more rank could use', () => {
    const allowed = 61_706 / 4;
    // Weights are noise here: EVBMF's ranks are the lowest, and the search goes up from them.
    const rough = ['conv2', 'conv3', 'fc1'].map(
      (layer) => ({ layer, ranks: { rule: 'evbmf' } }) as const,
    );
    expect(costsOf(lenet, rough).compressed.parameters).toBeLessThan(allowed);
    const names = rough.map(({ layer }) => layer);
    const chosen = ranksForTarget(lenet, names, { what: 'parameters', ratio: 4 });
    const plan = planCompression(lenet, chosen);
    expect(plan.compressed.parameters).toBeLessThanOrEqual(allowed);
    expect(plan.layers.length).toBeGreaterThan(0);
    for (const [i, { layer, kind, ranks, fullRanks }] of plan.layers.entries()) {
      for (const side of ['in', 'out'] as const) {
        const raised = { ...ranks, [side]: ranks[side] + 1 };
        if (raised[side] > fullRanks[side]) continue;
        const [a, b] = kind === 'dense' ? [ranks.in + 1] : [raised.in, raised.out];
        const cost = costsOf(lenet, chosen.with(i, fixed(layer, a, b))).compressed.parameters;
        expect(cost).toBeGreaterThan(allowed);
      }
    }
  });

  it('loses more and costs less as the ratio rises', () => {
    const shares = measuredShares();
    const found = [1, 1.1, 1.4, 1.8, 2.2, 2.6, 3].map((ratio) => {
      const layers = ranksForTarget(tiny, undefined, { what: 'parameters', ratio });
      return { loss: lossOf(layers, shares), ratio, layers };
    });
    expect(found[0]).toMatchObject({ layers: [], loss: 0 });
    for (let i = 1; i < found.length; i++) {
      expect(found[i]!.loss).toBeGreaterThanOrEqual(found[i - 1]!.loss - 1e-6);
    }
  });

  it('meets a ratio that is a quotient of whole numbers exactly', () => {
    const { compressed, original } = costsOf(lenet, [fixed('conv3', 16, 20)]);
    const ratio = original.parameters / compressed.parameters;
    const chosen = ranksForTarget(lenet, ['conv3'], { what: 'parameters', ratio });
    expect(costsOf(lenet, chosen).compressed.parameters).toBe(compressed.parameters);
  });

  it('changes no layer but those named', () => {
    const chosen = ranksForTarget(tiny, ['fc'], { what: 'parameters', ratio: 1.1 });
    expect(chosen.map(({ layer }) => layer)).toEqual(['fc']);
  });

  it.each<[CompressionTarget, string]>([
    [{ what: 'parameters', ratio: 0.5 }, 'ratio of parameters must be from 1 to '],
    [{ what: 'multiplyAdds', ratio: 1000 }, 'ratio of multiply-adds must be from 1 to '],
  ])('refuses %o and says what can be had', (target, message) => {
    expect(() => ranksForTarget(tiny, undefined, target)).toThrow(message);
  });

  it('offers a largest ratio that can be had, and none beyond it', () => {
    const attempt = (ratio: number) =>
      ranksForTarget(tiny, undefined, { what: 'parameters', ratio });
    const offered = /from 1 to ([\d.]+)/.exec(messageOf(() => attempt(1000)))![1]!;
    expect(attempt(Number(offered))).toHaveLength(3);
    expect(() => attempt(Number(offered) + 0.01)).toThrow('must be from 1 to');
  });

  it('refuses a layer that cannot be decomposed', () => {
    const target = { what: 'parameters', ratio: 2 } as const;
    expect(() => ranksForTarget(tiny, ['relu'], target)).toThrow(
      'layer relu is a relu; layers that can be decomposed: conv1, conv2, fc',
    );
  });

  it('makes no tensor that stays', () => {
    const before = liveTensors();
    ranksForTarget(tiny, undefined, { what: 'parameters', ratio: 2 });
    expect(liveTensors()).toBe(before);
  });
});

function messageOf(act: () => unknown): string {
  try {
    act();
    return '';
  } catch (error) {
    return String(error);
  }
}
