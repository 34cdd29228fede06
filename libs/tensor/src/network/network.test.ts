import { describe, expect, it } from 'vitest';
import { randomStream } from '../random/index.js';
import { decodeSafetensors, encodeSafetensors } from '../safetensors.js';
import { liveTensors } from '../scope.js';
import { floatsOf } from '../tensor.js';
import type { TensorData } from '../tensor-data.js';
import { batchNormalization, convolution, dense, GraphBuilder } from './builder.js';
import type { Graph } from './graph.js';
import { graphFromJson, graphToJson } from './graph-json.js';
import { decodeNetwork, encodeNetwork } from './network-file.js';
import {
  cloneNetwork,
  countParameters,
  createNetwork,
  disposeNetwork,
  networkFrom,
  parameterValues,
  type Network,
} from './network.js';

function graph(): Graph {
  const builder = new GraphBuilder([4, 4, 2]);
  builder.layer('conv', convolution([2, 3], 3));
  builder.layer('bn', batchNormalization(3));
  builder.layer('flatten', { op: 'flatten' });
  builder.layer('fc', dense(12, 5));
  return builder.build();
}

const create = (seed = 1) => createNetwork(graph(), randomStream(seed, 'weights'));

/** Hands a network to `use` and frees it. */
function using<Result>(network: Network, use: (network: Network) => Result): Result {
  try {
    return use(network);
  } finally {
    disposeNetwork(network);
  }
}

const values = ({ parameters }: Network) => parameterValues(parameters);

describe('createNetwork', () => {
  it('draws weights and biases within one over the root of the fan-in and leaves batch norm neutral', () => {
    using(create(), (network) => {
      const parameters = values(network);
      const within = (name: string, bound: number) => {
        const magnitudes = parameters.get(name)!.map(Math.abs);
        expect(Math.max(...magnitudes)).toBeLessThanOrEqual(bound);
        expect(Math.max(...magnitudes)).toBeGreaterThan(bound / 2);
      };
      within('conv.weight', 1 / Math.sqrt(18));
      within('conv.bias', 1 / Math.sqrt(18));
      within('fc.weight', 1 / Math.sqrt(12));
      expect([...parameters.get('bn.weight')!]).toEqual([1, 1, 1]);
      expect([...parameters.get('bn.bias')!]).toEqual([0, 0, 0]);
      expect([...parameters.get('bn.runningMean')!]).toEqual([0, 0, 0]);
      expect([...parameters.get('bn.runningVariance')!]).toEqual([1, 1, 1]);
    });
  });

  it('repeats for a seed and differs for another', () => {
    const [a, b, c] = [create(1), create(1), create(2)].map((network) => using(network, values));
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
  });

  it('counts what is trained, and no running statistics', () => {
    using(create(), (network) => {
      expect(countParameters(network)).toBe(9 * 2 * 3 + 3 + 6 + 12 * 5 + 5);
    });
  });

  it('leaves no tensor behind once disposed', () => {
    using(create(), () => undefined);
    const before = liveTensors();
    using(create(), () => undefined);
    expect(liveTensors()).toBe(before);
  });
});

describe('cloneNetwork', () => {
  it('has the same values and a life of its own', () => {
    using(create(), (network) => {
      using(cloneNetwork(network), (clone) => {
        expect(values(clone)).toEqual(values(network));
        clone.parameters.get('fc.bias')!.assign(new Float32Array(5));
        expect(values(clone)).not.toEqual(values(network));
      });
    });
  });
});

describe('networkFrom', () => {
  it('frees what it made when a parameter is missing', () => {
    const all = using(create(), values);
    all.delete('fc.bias');
    const before = liveTensors();
    expect(() => networkFrom(graph(), all)).toThrow('parameter fc.bias: expected [5], got none');
    expect(liveTensors()).toBe(before);
  });
});

describe('a network file', () => {
  const bytes = () => using(create(), (network) => encodeNetwork(network, { title: 'teacher' }));

  /** The file after `change` of its tensors and metadata. */
  function changed(
    change: (tensors: Map<string, TensorData>, metadata: Record<string, string>) => void,
  ): Uint8Array {
    const { tensors, metadata } = decodeSafetensors(bytes());
    change(tensors, metadata);
    return encodeSafetensors(tensors, metadata);
  }

  it('gives the network back to the bit', () => {
    using(create(), (network) => {
      using(decodeNetwork(encodeNetwork(network)), (read) => {
        expect(read.graph).toEqual(network.graph);
        expect(values(read)).toEqual(values(network));
      });
    });
  });

  it('keeps how the columns of a table are read, and refuses columns that cannot be', () => {
    const table = { mean: [0.5], standardDeviation: [2], classes: ['no', 'yes'] };
    const withTable = (graph: Graph, own: object) => graphToJson({ ...graph, ...own });
    using(create(), ({ graph }) => {
      expect(graphFromJson(withTable(graph, { table })).table).toEqual(table);
      for (const odd of [{ mean: [0, 1] }, { standardDeviation: [0] }, { classes: [1] }]) {
        const text = withTable(graph, { table: { ...table, ...odd } });
        expect(() => graphFromJson(text)).toThrow('expected a graph of input, layers and output');
      }
    });
  });

  it('has equal bytes for equal networks, and keeps them when it is read and written again', () => {
    expect(bytes()).toEqual(bytes());
    const again = using(decodeNetwork(bytes()), (n) => encodeNetwork(n, { title: 'teacher' }));
    expect(again).toEqual(bytes());
  });

  it('can be read from a Node Buffer', () => {
    using(decodeNetwork(Buffer.from(bytes())), (read) => {
      expect(floatsOf(read.parameters.get('bn.weight')!)).toEqual(Float32Array.of(1, 1, 1));
    });
  });

  it.each<[string, () => Uint8Array]>([
    ['expected at least 8 bytes', () => bytes().subarray(0, 5)],
    ['bytes of data', () => bytes().subarray(0, -4)],
    ['expected a file of format polymath.network.v1, got none', () => encodeSafetensors(new Map())],
    ['parameter fc.bias: expected [5], got none', () => changed((t) => t.delete('fc.bias'))],
    [
      'parameter fc.bias: expected float32 [5], got float32 [1, 5]',
      () => changed((t) => t.set('fc.bias', { ...t.get('fc.bias')!, shape: [1, 5] })),
    ],
    [
      'parameter fc.bias: expected float32 [5], got int32 [5]',
      () =>
        changed((t) => t.set('fc.bias', { dtype: 'int32', shape: [5], data: new Int32Array(5) })),
    ],
    ['the graph is no JSON', () => changed((_, m) => (m['graph'] = 'x'))],
    [
      'layer fc (dense): expected an input of [11], got [12]',
      () => changed((_, m) => (m['graph'] = m['graph']!.replace('"in":12', '"in":11'))),
    ],
  ])('that does not hold is corrupt data: %s', (message, file) => {
    const data = file();
    const before = liveTensors();
    expect(() => decodeNetwork(data)).toThrow(
      expect.objectContaining({
        kind: 'corrupt-data',
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
    expect(liveTensors()).toBe(before);
  });
});
