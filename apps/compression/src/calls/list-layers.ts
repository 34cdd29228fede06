import {
  ListLayersRequest,
  ListLayersResponse,
  type LayerInfo,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { inField } from '@polymath/area/inputs';
import type { EngineCall, JobFiles } from '@polymath/engine-host';
import {
  checkLayers,
  disposeNetwork,
  graphParameters,
  inferShapes,
  sizeOf,
  type Graph,
} from '@polymath/tensor';
import { readClassifier } from '../inputs/classifier-file.js';
import { architectureGraph } from '../inputs/new-network.js';

const usualImages = { shape: [32, 32, 3], classes: 10 };

/** Lists a network's layers, all or those that are named. */
export const listLayersCall: EngineCall<ListLayersRequest> = {
  name: 'ListLayers',
  decode: (bytes) => ListLayersRequest.decode(bytes),
  inputs: ({ network }) => (network?.$case === 'artifact' ? [network.value] : []),
  handle: async function* (request, files) {
    const graph = graphOf(request, files);
    inField('names', () => checkLayers(graph, request.names));
    const wanted = new Set(request.names);
    const layers = layersOf(graph).filter(({ name }) => wanted.size === 0 || wanted.has(name));
    yield ListLayersResponse.encode({ layers }).finish();
  },
};

function graphOf({ network }: ListLayersRequest, files: Pick<JobFiles, 'input'>): Graph {
  if (network?.$case === 'architecture') return architectureGraph(network.value, usualImages);
  const read = readClassifier(files, network?.value);
  disposeNetwork(read);
  return read.graph;
}

function layersOf(graph: Graph): LayerInfo[] {
  const shapes = inferShapes(graph);
  const parameters = trainableByLayer(graph);
  const kinds = [{ name: graph.input.name, op: 'input' }, ...graph.layers];
  return kinds.map(({ name, op }) => ({
    ...{ name, kind: op, outputShape: [...shapes.get(name)!] },
    parameters: BigInt(parameters.get(name) ?? 0),
  }));
}

/** How many values of each layer are trained. */
function trainableByLayer(graph: Graph): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name, shape, trainable } of graphParameters(graph)) {
    const layer = name.slice(0, name.lastIndexOf('.'));
    if (trainable) counts.set(layer, (counts.get(layer) ?? 0) + sizeOf(shape));
  }
  return counts;
}
