import type { JsonValue } from '@bufbuild/protobuf';
import { PlanCompressionResponse } from '@polymath/contracts/polymath/compression/v1/compression';
import type { FixedRanks, NetworkCost } from '@polymath/contracts/polymath/compression/v1/plan';
import { formatBytes, formatCount } from '../output/format.js';
import { table } from '../output/table.js';

/** A compression plan as a table of its layers, with the sum. */
export function renderPlan(response: JsonValue): string {
  const { plan } = PlanCompressionResponse.fromPartial(response as object);
  const layers = plan?.layers ?? [];
  const rows = layers.map((layer) => [
    ...[layer.layer, layer.kind, ranks(layer.ranks), ...costs(layer.original, layer.compressed)],
    layer.relativeError.toFixed(4),
    layer.warning,
  ]);
  const sum = ['network', '', '', ...costs(plan?.original, plan?.compressed), '', ''];
  const head = ['layer', 'kind', 'ranks', 'parameters', 'after', 'mult-adds', 'after'];
  const size = `${bytes(plan?.original)} becomes ${bytes(plan?.compressed)}, ${ratio(plan)}`;
  return `${table([...head, 'error', 'warning'], [...rows, sum])}\n\n${size}`;
}

function ranks(given: FixedRanks | undefined): string {
  if (!given) return '';
  return given.output > 0 ? `${given.input}, ${given.output}` : String(given.input);
}

function costs(...all: (NetworkCost | undefined)[]): string[] {
  const [before, after] = all;
  return [
    ...[count(before?.parameters), count(after?.parameters)],
    ...[count(before?.multiplyAdds), count(after?.multiplyAdds)],
  ];
}

function count(value: bigint | undefined): string {
  return formatCount(BigInt(value ?? 0));
}

function bytes(cost: NetworkCost | undefined): string {
  return formatBytes(Number(cost?.sizeBytes ?? 0));
}

function ratio(
  plan: { original?: NetworkCost | undefined; compressed?: NetworkCost | undefined } | undefined,
) {
  const [before, after] = [plan?.original, plan?.compressed].map((c) => Number(c?.parameters ?? 0));
  return after ? `${(before! / after).toFixed(2)} times fewer parameters` : 'nothing to compare';
}
