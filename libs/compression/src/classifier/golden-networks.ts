import { expect } from 'vitest';
import {
  countParameters,
  disposeNetwork,
  forward,
  graphParameters,
  gradients,
  floatsOf,
  mul,
  networkFrom,
  sizeOf,
  sum,
  tensor,
  tidy,
  type Graph,
  type Network,
  type ParameterSpec,
  type Shape,
  type Tensor,
} from '@polymath/tensor';

const batchSize = 8;
const trainingBatches = 3;

/** The Euclidean length of a tensor and its first elements. */
interface Shown {
  length: number;
  first: number[];
}

/** What PyTorch computed for one network: see tools/golden/src/networks.py, which made the file. */
interface Golden {
  parameters: number;
  inference: Shown;
  /** Of the third batch in training mode. */
  training: Shown;
  gradientLengths: number[];
  /** After three batches. */
  statistics: Shown[];
}

/** The golden file, classifier/golden/networks.json. */
export interface GoldenNetworks {
  networks: Record<string, Golden>;
}

/** Expects a graph filled with waves to compute what PyTorch computed: in inference, in training, and its gradients. */
export function expectAsInPyTorch(graph: Graph, expected: Golden | undefined): void {
  if (!expected) throw new Error('the golden file lacks this network');
  const network = networkOfWaves(graph);
  tidy(() => {
    expect(countParameters(network)).toBe(expected.parameters);
    expectShown(forward(network, batch(graph, 0)), expected.inference);
    const last = trainingPasses(network);
    expectShown(last, expected.training);
    expectGradients(network, last, expected.gradientLengths);
    const statistics = [...network.parameters.values()].filter(({ requiresGrad }) => !requiresGrad);
    expect(statistics.length).toBe(expected.statistics.length);
    statistics.forEach((value, i) => {
      expectShown(value, expected.statistics[i]!);
    });
  });
  disposeNetwork(network);
}

/** sin(0.37·k² + 0.11·k + phase) at the k-th element. */
function wave(shape: Shape, phase: number): Float32Array {
  const angle = (k: number) => 0.37 * k * k + 0.11 * k + phase;
  return Float32Array.from({ length: sizeOf(shape) }, (_, k) => Math.sin(angle(k)));
}

/** The middle of a parameter's wave and its amplitude. */
function scaleOf({ name, start }: ParameterSpec): [middle: number, amplitude: number] {
  if (name.endsWith('.runningVariance')) return [1, 0.5];
  if (!name.endsWith('.weight')) return [0, 0.1];
  return 'value' in start ? [1, 0.2] : [0, 2 / Math.sqrt(start.fanIn)];
}

function networkOfWaves(graph: Graph): Network {
  const values = graphParameters(graph).map((spec, phase) => {
    const [middle, amplitude] = scaleOf(spec);
    const value = wave(spec.shape, phase).map((v) => middle + amplitude * v);
    return [spec.name, value] as const;
  });
  return networkFrom(graph, new Map(values));
}

function batch(graph: Graph, index: number): Tensor {
  const shape = [batchSize, ...graph.input.shape];
  return tensor(wave(shape, 100 + index), shape);
}

function trainingPasses(network: Network): Tensor {
  for (let index = 1; index < trainingBatches; index++) {
    forward(network, batch(network.graph, index), { mode: 'training' });
  }
  return forward(network, batch(network.graph, trainingBatches), { mode: 'training' });
}

function expectGradients(network: Network, y: Tensor, lengths: readonly number[]): void {
  const loss = sum(mul(y, tensor(wave(y.shape, 0), y.shape)));
  const found = [...gradients(loss, network.parameters).values()];
  expect(found.length).toBe(lengths.length);
  const largest = Math.max(...lengths);
  found.forEach((gradient, i) => {
    // A bias in front of batch norm has no effect: what is left of its gradient is rounding.
    const error = Math.abs(lengthOf(floatsOf(gradient)) - lengths[i]!);
    expect(error, `gradient ${i}`).toBeLessThan(2e-5 * lengths[i]! + 1e-6 * largest);
  });
}

function expectShown(actual: Tensor, { length, first }: Shown): void {
  const values = floatsOf(actual);
  expect(Math.abs(lengthOf(values) - length)).toBeLessThan(1e-5 * length);
  const largest = Math.max(...first.map(Math.abs));
  first.forEach((value, i) => {
    expect(Math.abs(values[i]! - value), `element ${i}`).toBeLessThan(1e-5 * largest);
  });
}

const lengthOf = (values: Float32Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
