import type { JsonValue } from '@bufbuild/protobuf';
import { ListLayersResponse } from '@polymath/contracts/polymath/compression/v1/distillation';
import { formatCount } from '../output/format.js';
import { table } from '../output/table.js';

/** The layers of a network as a table. */
export function renderLayers(response: JsonValue): string {
  const { layers } = ListLayersResponse.fromJSON(response);
  const rows = layers.map(({ name, kind, outputShape, parameters }) => [
    ...[name, kind, `[${outputShape.join(', ')}]`, formatCount(parameters)],
  ]);
  return table(['layer', 'kind', 'output', 'parameters'], rows);
}
