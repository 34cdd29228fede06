import type { Graph, Layer } from './graph.js';

/** The named layers and all that they read, in the graph's order. */
export function layersLeadingTo(graph: Graph, names: Iterable<string>): Layer[] {
  const needed = new Set(names);
  for (const { name, inputs } of graph.layers.toReversed()) {
    if (needed.has(name)) inputs.forEach((input) => needed.add(input));
  }
  return graph.layers.filter(({ name }) => needed.has(name));
}
