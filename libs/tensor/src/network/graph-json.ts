import { PolymathError } from '@polymath/errors';
import type { Graph, TableColumns } from './graph.js';
import { inferShapes } from './shapes.js';

/** A graph as JSON with the fields of each object in alphabetical order: equal graphs give equal text. */
export function graphToJson(graph: Graph): string {
  return JSON.stringify(graph, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/**
 * The graph in a text that {@link graphToJson} made.
 * @throws corrupt-data when it is no JSON, no graph, or a graph whose layers do not fit
 */
export function graphFromJson(text: string): Graph {
  let graph: unknown;
  try {
    graph = JSON.parse(text);
  } catch (cause) {
    throw new PolymathError('corrupt-data', 'the graph is no JSON', { cause });
  }
  if (!looksLikeGraph(graph)) {
    throw new PolymathError('corrupt-data', 'expected a graph of input, layers and output');
  }
  try {
    inferShapes(graph);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new PolymathError('corrupt-data', message, { cause });
  }
  return graph;
}

// What single layers hold is for inferShapes to check.
function looksLikeGraph(value: unknown): value is Graph {
  const { input, layers, output, table } = fields(value);
  const { name, shape } = fields(input);
  const sizes = Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size > 0);
  const hasLayers = isText(output) && Array.isArray(layers) && layers.every(isLayer);
  return isText(name) && sizes && hasLayers && (table === undefined || isTable(table));
}

/** Whether a value says how the columns of a table are read. */
export function isTable(value: unknown): value is TableColumns {
  const { mean, standardDeviation, classes } = fields(value);
  if (![mean, standardDeviation, classes].every(Array.isArray)) return false;
  const [centres, widths] = [mean as unknown[], standardDeviation as unknown[]];
  const isPositive = (width: unknown) => Number.isFinite(width) && (width as number) > 0;
  const fits = centres.length === widths.length && centres.every(Number.isFinite);
  return fits && widths.every(isPositive) && (classes as unknown[]).every(isText);
}

function isLayer(value: unknown): boolean {
  const { name, op, inputs } = fields(value);
  return isText(name) && isText(op) && Array.isArray(inputs) && inputs.every(isText);
}

const isText = (value: unknown) => typeof value === 'string';
const fields = (value: unknown) => (value ?? {}) as Record<string, unknown>;
