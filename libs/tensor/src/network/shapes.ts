import { PolymathError } from '@polymath/errors';
import type { Shape } from '../tensor.js';
import type { Graph } from './graph.js';
import { checkFields } from './layer-fields.js';
import { layerShape } from './layer-shape.js';

/**
 * The shape, without the batch, of the input and of each layer's value, by name.
 * @throws invalid-input that names the layer: a name given twice, a field out of its range, an input that does not come before
 * it, a shape that does not fit, an output that is no layer
 */
export function inferShapes(graph: Graph): Map<string, Shape> {
  const shapes = new Map<string, Shape>([[graph.input.name, graph.input.shape]]);
  for (const layer of graph.layers) {
    if (shapes.has(layer.name)) throw invalid(`two layers are named ${layer.name}`);
    checkFields(layer);
    const inputs = layer.inputs.map((name) => {
      const shape = shapes.get(name);
      if (!shape) throw invalid(`layer ${layer.name} reads ${name}, which does not come before it`);
      return shape;
    });
    shapes.set(layer.name, layerShape(layer, inputs as [Shape, ...Shape[]]));
  }
  if (!shapes.has(graph.output)) throw invalid(`the output ${graph.output} is no layer`);
  return shapes;
}

/**
 * The shape, without the batch, of one layer's value.
 * @throws invalid-input for a name that is no layer, with the names there are
 */
export function shapeOfLayer(graph: Graph, layer: string): Shape {
  checkLayers(graph, [layer]);
  return inferShapes(graph).get(layer) as Shape;
}

/** @throws invalid-input for a name that is no layer, with the names there are */
export function checkLayers(graph: Graph, layers: readonly string[]): void {
  const names = [graph.input.name, ...graph.layers.map(({ name }) => name)];
  const unknown = layers.filter((layer) => !names.includes(layer));
  if (unknown.length === 0) return;
  throw invalid(`no layer is named ${unknown.join(', ')}; there are ${names.join(', ')}`);
}

/** The shape, without the batch, of a network's result. */
export function outputShape(graph: Graph): Shape {
  return inferShapes(graph).get(graph.output) as Shape;
}

const invalid = (message: string) => new PolymathError('invalid-input', message);
