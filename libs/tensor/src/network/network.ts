import { PolymathError } from '@polymath/errors';
import { fromPyTorchDefaults } from '../initializers.js';
import { Parameter, type Parameters } from '../parameter.js';
import type { RandomStream } from '../random/index.js';
import { floatsOf, sizeOf } from '../tensor.js';
import type { Graph } from './graph.js';
import { graphParameters, type ParameterSpec } from './layer-parameters.js';
import { inferShapes } from './shapes.js';

/** A graph of layers with its parameters: what can be trained, compressed, saved and called. */
export interface Network {
  readonly graph: Graph;
  /** Weights and running statistics by dotted name, e.g. `conv1.weight`; {@link Graph} says which a layer has. */
  readonly parameters: Parameters;
}

/** A network with fresh parameters: PyTorch's defaults for weights and biases, drawn in the order of the layers. */
export function createNetwork(graph: Graph, random: RandomStream): Network {
  inferShapes(graph);
  return buildNetwork(graph, ({ shape, start }) =>
    'value' in start
      ? new Float32Array(sizeOf(shape)).fill(start.value)
      : fromPyTorchDefaults(random, shape, start.fanIn),
  );
}

/**
 * A network with the parameters that `values` gives.
 * @throws corrupt-data when one is missing or has another number of elements
 */
export function networkFrom(graph: Graph, values: ReadonlyMap<string, Float32Array>): Network {
  inferShapes(graph);
  return buildNetwork(graph, ({ name, shape }) => {
    const value = values.get(name);
    if (value?.length === sizeOf(shape)) return value;
    const got = value ? `${value.length} elements` : 'none';
    throw new PolymathError(
      'corrupt-data',
      `parameter ${name}: expected [${shape.join(', ')}], got ${got}`,
    );
  });
}

/** A network of its own with the same values. */
export function cloneNetwork({ graph, parameters }: Network): Network {
  return networkFrom(graph, parameterValues(parameters));
}

/** The values of parameters, by name. */
export function parameterValues(parameters: Parameters): Map<string, Float32Array> {
  return new Map([...parameters].map(([name, parameter]) => [name, floatsOf(parameter)]));
}

/** Number of trainable values: what papers call a network's parameters. */
export function countParameters({ parameters }: Network): number {
  const trainable = [...parameters.values()].filter(({ requiresGrad }) => requiresGrad);
  return trainable.reduce((sum, { size }) => sum + size, 0);
}

/** Frees all parameters of a network. */
export function disposeNetwork({ parameters }: Network): void {
  for (const parameter of parameters.values()) parameter.dispose();
}

function buildNetwork(graph: Graph, value: (spec: ParameterSpec) => Float32Array): Network {
  const parameters = new Map<string, Parameter>();
  try {
    for (const spec of graphParameters(graph)) {
      const { name, shape, trainable } = spec;
      parameters.set(name, new Parameter(value(spec), shape, { trainable }));
    }
  } catch (error) {
    disposeNetwork({ graph, parameters });
    throw error;
  }
  return { graph, parameters };
}
