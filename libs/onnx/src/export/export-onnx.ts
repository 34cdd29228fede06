import { inferShapes, type Graph, type Network, type Shape } from '@polymath/tensor';
import onnxProto, { type onnx } from 'onnx-proto';
import { tableKey } from '../table-key.js';
import { GraphWriter } from './graph-writer.js';
import { LayerWriter } from './layer-writer.js';
import { writeLayer } from './layers.js';
import { writeStandardization } from './standardization.js';

/** What a written file says of itself. */
export interface ExportOptions {
  /** Name of the graph; `classifier` unless given. */
  name?: string;
  /** Who made it; `polymath` unless given. */
  producer?: string;
}

/** Version of the file format, and of the operator set, that files are written in. */
const versions = { format: 8, operatorSet: 17 };

const { ModelProto, TensorProto } = onnxProto.onnx;

/**
 * A network as an ONNX file: input `input` [batch, channels, height, width] or [batch, features] and output `logits`, float32,
 * any batch. A network of rows takes the columns of its table as they are: the file standardises them. Nodes bear the names of layers, initialisers those of parameters. Equal networks give equal bytes. Batch norm is
 * written with its running statistics; one without weight and bias is read back with 1 and 0.
 * @throws invalid-input for a layer that only generators have (`standardize`)
 */
export function exportOnnx(network: Network, options: ExportOptions = {}): Uint8Array {
  const { name = 'classifier', producer = 'polymath' } = options;
  const { graph } = network;
  const shapes = inferShapes(graph);
  const writer = writeLayers(network, shapes);
  return ModelProto.encode({
    irVersion: versions.format,
    opsetImport: [{ domain: '', version: versions.operatorSet }],
    producerName: producer,
    ...(graph.table && {
      metadataProps: [{ key: tableKey, value: JSON.stringify(graph.table) }],
    }),
    graph: {
      name,
      node: writer.nodes,
      initializer: writer.initialisers,
      input: [valueInfo('input', graph.input.shape)],
      output: [valueInfo('logits', shapes.get(graph.output) as Shape)],
    },
  }).finish();
}

function writeLayers(
  { graph, parameters }: Network,
  shapes: ReadonlyMap<string, Shape>,
): GraphWriter {
  const writer = new GraphWriter();
  const input = graph.table ? writeStandardization(writer, graph.table, 'input') : 'input';
  const valueName = fileNames(graph, input);
  for (const layer of graph.layers) {
    const place = {
      name: layer.name,
      inputs: layer.inputs.map(valueName),
      output: valueName(layer.name),
      inputShape: shapes.get(layer.inputs[0] ?? '') as Shape,
    };
    writeLayer(layer, new LayerWriter(writer, place, parameters));
  }
  return writer;
}

/** What a layer's value is called in the file: no name of a parameter begins with a slash. */
function fileNames({ input, output }: Graph, read: string): (layer: string) => string {
  return (layer) => {
    if (layer === input.name) return read;
    return layer === output ? 'logits' : `/${layer}/output`;
  };
}

function valueInfo(name: string, shape: Shape): onnx.IValueInfoProto {
  const [height, width, channels] = shape;
  const sizes = shape.length === 3 ? [channels, height, width] : shape;
  const dim = [{ dimParam: 'batch' }, ...sizes.map((dimValue) => ({ dimValue: dimValue ?? 0 }))];
  return { name, type: { tensorType: { elemType: TensorProto.DataType.FLOAT, shape: { dim } } } };
}
