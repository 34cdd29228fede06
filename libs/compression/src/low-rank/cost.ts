import {
  inferShapes,
  layerParameters,
  sizeOf,
  type Graph,
  type Layer,
  type Shape,
} from '@polymath/tensor';

/** What a layer or a network costs. */
export interface Cost {
  /** Number of trainable values. */
  readonly parameters: number;
  /** Multiplications, each with its addition, of convolutions and dense layers for one input. */
  readonly multiplyAdds: number;
}

/** The cost of each layer, by name. */
export function layerCosts(graph: Graph): Map<string, Cost> {
  const shapes = inferShapes(graph);
  return new Map(
    graph.layers.map((layer) => [
      layer.name,
      {
        parameters: parametersOf(layer),
        multiplyAdds: multiplyAddsOf(layer, shapes.get(layer.inputs[0]!)!, shapes.get(layer.name)!),
      },
    ]),
  );
}

/** The cost of all together. */
export function totalCost(costs: Iterable<Cost>): Cost {
  const total = { parameters: 0, multiplyAdds: 0 };
  for (const { parameters, multiplyAdds } of costs) {
    total.parameters += parameters;
    total.multiplyAdds += multiplyAdds;
  }
  return total;
}

function parametersOf(layer: Layer): number {
  const trainable = layerParameters(layer).filter((spec) => spec.trainable);
  return trainable.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

function multiplyAddsOf(layer: Layer, input: Shape, output: Shape): number {
  switch (layer.op) {
    case 'conv2d':
      return sizeOf(output) * layer.in * sizeOf(layer.kernel);
    case 'convTranspose2d':
      return sizeOf(input) * layer.out * sizeOf(layer.kernel);
    case 'dense':
      return layer.in * layer.out;
    default:
      return 0;
  }
}
