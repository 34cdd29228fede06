import { inferShapes, type Graph, type Shape } from '@polymath/tensor';
import type { Decomposable } from '../low-rank/index.js';
import { findDecomposable, isDecomposable } from '../low-rank/decompose.js';
import type { LayerSize } from './layer-options.js';

/**
 * The layers among which a target is shared out.
 * @param names undefined: every convolution and dense layer
 * @throws invalid-input for a layer that cannot be decomposed
 */
export function layersFor(graph: Graph, names: readonly string[] | undefined): Decomposable[] {
  if (!names) return graph.layers.filter(isDecomposable);
  return names.map((name) => findDecomposable(graph, name));
}

/** The sizes of layers of a graph, in their order. */
export function sizesOf(graph: Graph, layers: readonly Decomposable[]): LayerSize[] {
  const shapes = inferShapes(graph);
  return layers.map((layer) =>
    sizeOf(layer, shapes.get(layer.inputs[0]!)!, shapes.get(layer.name)!),
  );
}

function sizeOf(layer: Decomposable, input: Shape, output: Shape): LayerSize {
  const pixels = ([height = 1, width = 1]: Shape) => height * width;
  const { op, in: inputs, out: outputs } = layer;
  if (op === 'dense') return { op, in: inputs, out: outputs, places: 1, pixels: { in: 1, out: 1 } };
  const [rows, columns] = layer.kernel;
  const images = { in: pixels(input), out: pixels(output) };
  return { op, in: inputs, out: outputs, places: rows * columns, pixels: images };
}
