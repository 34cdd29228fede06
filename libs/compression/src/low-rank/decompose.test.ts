import {
  countParameters,
  disposeNetwork,
  floatsOf,
  forward,
  GraphBuilder,
  graphParameters,
  liveTensors,
  networkFrom,
  parameterValues,
  sizeOf,
  tensor,
  tidy,
  type Graph,
  type LayerKind,
  type Network,
} from '@polymath/tensor';
import { afterEach, describe, expect, it } from 'vitest';
import { lenet5 } from '../classifier/index.js';
import { decompose, type LayerDecomposition } from './decompose.js';
import type { RankRule } from './ranks.js';
import { rebuild, wildKernel } from './testing.js';
import { tucker2 } from './tucker.js';
import type { Kernel } from './unfolding.js';

const fixed = (inward: number, outward?: number): RankRule =>
  outward === undefined
    ? { rule: 'fixed', in: inward }
    : { rule: 'fixed', in: inward, out: outward };
const wave = (size: number, speed: number) =>
  Float32Array.from({ length: size }, (_, k) => Math.sin(speed * (k + 1) * (k + 2)));

const made: Network[] = [];
afterEach(() => made.splice(0).forEach(disposeNetwork));

/** A network of waves, but for the weights given. */
function waving(graph: Graph, weights: Record<string, Float32Array> = {}): Network {
  const values = graphParameters(graph).map(
    ({ name, shape }, i) => [name, weights[name] ?? wave(sizeOf(shape), 0.3 + i)] as const,
  );
  const network = networkFrom(graph, new Map(values));
  made.push(network);
  return network;
}

function decomposed(network: Network, ...decompositions: LayerDecomposition[]) {
  const result = decompose(network, decompositions);
  made.push(result.network);
  return result;
}

const namesOf = ({ graph }: Network) => graph.layers.map(({ name }) => name);

function outputOf(network: Network): Float32Array {
  const { shape } = network.graph.input;
  return tidy(() =>
    floatsOf(forward(network, tensor(wave(2 * sizeOf(shape), 0.17), [2, ...shape]))),
  );
}

/** Expects outputs that differ by at most 1e-4 of the largest. */
function expectSameOutput(actual: Network, expected: Network): void {
  const [left, right] = [outputOf(actual), outputOf(expected)];
  const differences = left.map((value, i) => Math.abs(value - right[i]!));
  expect(left).toHaveLength(right.length);
  expect(Math.max(...differences) / Math.max(...right.map(Math.abs))).toBeLessThan(1e-4);
}

describe('decompose of a convolution', () => {
  type Convolution = Extract<LayerKind, { op: 'conv2d' }>;
  const paddings = { valid: [0, 0, 0, 0], explicit: [1, 2, 2, 0] } as const;
  const convolution = (
    size: number,
    stride: number,
    rest: Partial<Convolution> = {},
  ): Convolution => ({
    op: 'conv2d',
    in: 5,
    out: 7,
    kernel: [size, size],
    strides: [stride, stride],
    padding: paddings.valid,
    bias: true,
    ...rest,
  });

  /** A single convolution whose kernel has these ranks exactly, of images of 9 x 8. */
  function exactNetwork(layer: Convolution, ranks: { in: number; out: number }): Network {
    const kernel: Kernel = wildKernel([...layer.kernel, layer.in, layer.out]);
    const weight = Float32Array.from(rebuild(tucker2(kernel, ranks), kernel));
    const graph = new GraphBuilder([9, 8, layer.in]);
    graph.layer('conv', layer);
    return waving(graph.build(), { 'conv.weight': weight });
  }

  const cases = [1, 3, 5].flatMap((size) =>
    [1, 2].flatMap((stride) =>
      (['valid', 'same', 'explicit'] as const).flatMap((padding) =>
        [true, false].map((bias) => ({ size, stride, padding, bias })),
      ),
    ),
  );
  it.each(cases)(
    'gives the same output at the ranks of the kernel: $size x $size, stride $stride, $padding, bias $bias',
    ({ size, stride, padding, bias }) => {
      const margin = Math.floor(size / 2);
      const same = [margin, margin, margin, margin] as const;
      const layer = convolution(size, stride, {
        bias,
        padding: padding === 'same' ? same : paddings[padding],
      });
      const ranks = size === 1 ? { in: 2, out: 2 } : { in: 2, out: 3 };
      const network = exactNetwork(layer, ranks);
      const { network: result } = decomposed(network, {
        layer: 'conv',
        ranks: fixed(ranks.in, ranks.out),
      });
      expect(namesOf(result)).toEqual(['conv.reduce', 'conv.core', 'conv.expand']);
      expectSameOutput(result, network);
    },
  );

  it('leaves out what a full rank makes needless', () => {
    const network = exactNetwork(convolution(3, 1), { in: 2, out: 3 });
    const noReduce = decomposed(network, { layer: 'conv', ranks: fixed(5, 3) }).network;
    expect(namesOf(noReduce)).toEqual(['conv.core', 'conv.expand']);
    expectSameOutput(noReduce, network);
    const noExpand = decomposed(network, { layer: 'conv', ranks: fixed(2, 7) }).network;
    expect(namesOf(noExpand)).toEqual(['conv.reduce', 'conv.core']);
    expectSameOutput(noExpand, network);
  });

  it('leaves the layer as it is at full ranks', () => {
    const network = exactNetwork(convolution(3, 2), { in: 2, out: 3 });
    const { network: result, factorized } = decomposed(network, {
      layer: 'conv',
      ranks: fixed(5, 7),
    });
    expect(result.graph).toEqual(network.graph);
    expect(outputOf(result)).toEqual(outputOf(network));
    expect(factorized.get('conv')?.relativeError).toBe(0);
  });

  it('has as many parameters as the formula S R_in + h w R_in R_out + R_out T + T says', () => {
    const network = waving(lenet5());
    const { network: result } = decomposed(network, { layer: 'conv2', ranks: fixed(3, 4) });
    const before = 25 * 6 * 16 + 16;
    const after = 6 * 3 + 25 * 3 * 4 + 4 * 16 + 16;
    expect(countParameters(result)).toBe(countParameters(network) - before + after);
  });
});

describe('decompose of a dense layer', () => {
  const graph = () => {
    const builder = new GraphBuilder([6]);
    builder.layer('fc', { op: 'dense', in: 6, out: 5, bias: true });
    return builder.build();
  };
  const product = Float32Array.from({ length: 30 }, (_, k) => {
    const [i, o] = [Math.floor(k / 5), k % 5];
    return Math.sin(i + 1) * Math.cos(3 * o) + Math.cos(5 * i) * Math.sin(o + 2);
  });

  it('gives the same output at the rank of the weights', () => {
    const network = waving(graph(), { 'fc.weight': product });
    const { network: result, factorized } = decomposed(network, { layer: 'fc', ranks: fixed(2) });
    expect(namesOf(result)).toEqual(['fc.reduce', 'fc.expand']);
    expect(countParameters(result)).toBe(6 * 2 + 2 * 5 + 5);
    expect(factorized.get('fc')?.relativeError).toBeLessThan(1e-6);
    expectSameOutput(result, network);
  });

  it('leaves the layer as it is at full rank', () => {
    const network = waving(graph());
    const { network: result } = decomposed(network, { layer: 'fc', ranks: fixed(5) });
    expect(namesOf(result)).toEqual(['fc']);
    expect(outputOf(result)).toEqual(outputOf(network));
  });
});

describe('decompose of a network', () => {
  it('rewires what reads a decomposed layer and copies the rest', () => {
    const network = waving(lenet5());
    const { network: result, factorized } = decomposed(
      network,
      { layer: 'conv3', ranks: fixed(5, 8) },
      { layer: 'fc2', ranks: fixed(4) },
    );
    expect([...factorized.keys()]).toEqual(['conv3', 'fc2']);
    const inputs = new Map(result.graph.layers.map((layer) => [layer.name, layer.inputs]));
    expect(inputs.get('conv3.reduce')).toEqual(['pool2']);
    expect(inputs.get('relu3')).toEqual(['conv3.expand']);
    expect(result.graph.output).toBe('fc2.expand');
    const [before, after] = [network, result].map(({ parameters }) => parameterValues(parameters));
    for (const name of ['conv1.weight', 'conv2.bias', 'fc1.weight']) {
      expect(after!.get(name)).toEqual(before!.get(name));
      expect(result.parameters.get(name)).not.toBe(network.parameters.get(name));
    }
    expect(after!.get('conv3.expand.bias')).toEqual(before!.get('conv3.bias'));
  });

  it('leaves the network given as it was', () => {
    const network = waving(lenet5());
    const before = parameterValues(network.parameters);
    decomposed(network, { layer: 'conv2', ranks: { rule: 'evbmf' } });
    expect(parameterValues(network.parameters)).toEqual(before);
  });

  it('gives the same numbers twice', () => {
    const network = waving(lenet5());
    const ask: LayerDecomposition = { layer: 'conv3', ranks: { rule: 'energy', share: 0.5 } };
    const [one, two] = [decomposed(network, ask), decomposed(network, ask)];
    expect(parameterValues(one.network.parameters)).toEqual(
      parameterValues(two.network.parameters),
    );
  });

  it('leaks no tensor', () => {
    const network = waving(lenet5());
    const ask: LayerDecomposition = { layer: 'conv2', ranks: fixed(3, 4) };
    disposeNetwork(decompose(network, [ask]).network);
    const before = liveTensors();
    disposeNetwork(decompose(network, [ask]).network);
    expect(liveTensors()).toBe(before);
  });

  it.each<[LayerDecomposition[], string]>([
    [
      [{ layer: 'conv4', ranks: fixed(1, 1) }],
      'no layer is named conv4; layers that can be decomposed: conv1, conv2, conv3, fc1, fc2',
    ],
    [[{ layer: 'relu1', ranks: fixed(1, 1) }], 'layer relu1 is a relu; layers that can be'],
    [[{ layer: 'conv2', ranks: fixed(7, 4) }], 'layer conv2: rank in must be 1 to 6, got 7'],
    [[{ layer: 'fc1', ranks: fixed(85) }], 'layer fc1: rank must be 1 to 84, got 85'],
    [
      [
        { layer: 'fc1', ranks: fixed(3) },
        { layer: 'fc1', ranks: fixed(4) },
      ],
      'layer fc1 is to be decomposed twice',
    ],
  ])('refuses %j', (decompositions, message) => {
    const network = waving(lenet5());
    expect(() => decompose(network, decompositions)).toThrow(
      expect.objectContaining({
        kind: 'invalid-input',
        message: expect.stringContaining(message) as string,
      }),
    );
  });
});
