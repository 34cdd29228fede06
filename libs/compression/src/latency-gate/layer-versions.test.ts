import {
  createNetwork,
  disposeNetwork,
  floatsOf,
  forward,
  layerValues,
  liveTensors,
  networkFrom,
  randomStream,
  tidy,
  type Network,
} from '@polymath/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { lenet5 } from '../classifier/index.js';
import { factorize } from '../low-rank/index.js';
import { layerVersions } from './layer-versions.js';

const network = createNetwork(lenet5(), randomStream(1, 'weights'));
const { graph, values, factorized } = factorize(network, [
  { layer: 'conv2', ranks: { rule: 'fixed', in: 3, out: 4 } },
  { layer: 'fc2', ranks: { rule: 'fixed', in: 5 } },
]);
const student = networkFrom(graph, values);
afterAll(() => [network, student].forEach(disposeNetwork));

const opsOf = ({ graph: { layers } }: Network) => layers.map(({ op }) => op);

describe('layerVersions', () => {
  it('takes along the activation and the max-pool that only this layer feeds', () => {
    const { original, compressed } = layerVersions(network, 'conv2', factorized.get('conv2')!);
    expect(opsOf(original)).toEqual(['conv2d', 'relu', 'maxPool']);
    expect(opsOf(compressed)).toEqual(['conv2d', 'conv2d', 'conv2d', 'relu', 'maxPool']);
    [original, compressed].forEach(disposeNetwork);
  });

  it('computes what the layer computes in its network, before and after', () => {
    for (const layer of ['conv2', 'fc2']) {
      const { original, compressed } = layerVersions(network, layer, factorized.get(layer)!);
      const { input, output } = original.graph;
      tidy(() => {
        const x = randomStream(2, 'x').normal([3, 32, 32, 1]);
        const within = layerValues(network, x, { layers: [input.name, output] });
        const read = within.get(input.name)!;
        expect(floatsOf(forward(original, read))).toEqual(floatsOf(within.get(output)!));
        const name = compressed.graph.output;
        const thinner = layerValues(student, x, { layers: [input.name, name] });
        const seen = floatsOf(forward(compressed, thinner.get(input.name)!));
        expect(seen).toEqual(floatsOf(thinner.get(name)!));
      });
      [original, compressed].forEach(disposeNetwork);
    }
  });

  it('makes no tensor but the parameters of its networks', () => {
    const before = liveTensors();
    const made = layerVersions(network, 'fc2', factorized.get('fc2')!);
    Object.values(made).forEach(disposeNetwork);
    expect(liveTensors()).toBe(before);
  });
});
