import type { JsonValue } from '@bufbuild/protobuf';
import {
  Model,
  type ModelVersion,
  type TensorSpec,
} from '@polymath/contracts/polymath/models/v1/models';
import { jsonOf } from '../request/registry.js';
import { figureRow, formatBytes } from './format.js';
import { factLines, timeOf } from './job-view.js';
import { table } from './table.js';

/** A model as ProtoJSON. */
export function modelJson(model: Model): JsonValue {
  return jsonOf('polymath.models.v1.Model', Model.encode(model).finish());
}

/** Models as a table, in their order. @param width of the terminal, if one reads it */
export function modelTable(models: readonly Model[], width?: number): string {
  const rows = models.map((model) => {
    const newest = model.versions.at(-1);
    const aliases = Object.entries(model.aliases).map(([alias, version]) => `${alias}=${version}`);
    return [
      ...[model.name, newest?.kind ?? '', model.versions.length, newest?.version ?? ''],
      ...[aliases.join(' '), timeOf(model.updateTime)],
    ];
  });
  return table(['model', 'kind', 'versions', 'newest', 'aliases', 'changed'], rows, width);
}

/** Everything about a model that people ask for, as lines: its versions, and what the newest takes, gives and comes from. */
export function modelSummary(model: Model, width?: number): string {
  const newest = model.versions.at(-1);
  const head = [modelTable([model], width)];
  if (!newest) return head.join('\n');
  const rows = model.versions.map(({ version, lineage, artifact, createTime }) => [
    ...[version, lineage?.jobId || 'a file', formatBytes(Number(artifact?.sizeBytes ?? 0))],
    timeOf(createTime),
  ]);
  return [
    ...[...head, '', table(['version', 'made by', 'size', 'made'], rows), ''],
    ...versionLines(newest, width),
  ].join('\n');
}

function versionLines(
  { version, signature, lineage, artifact, metrics }: ModelVersion,
  width?: number,
): string[] {
  const made = lineage ? `job ${lineage.jobId} (${lineage.jobKind})` : 'an uploaded file';
  const facts = factLines({
    version: String(version),
    'made by': made,
    artifact: artifact?.sha256 ?? '',
    takes: signature?.inputs.map(tensorText).join(', ') ?? '',
    gives: signature?.outputs.map(tensorText).join(', ') ?? '',
  });
  const figures = Object.entries(metrics).map(figureRow);
  const data = lineage?.data.map(({ field, sha256 }) => [field, sha256]) ?? [];
  return [
    ...facts,
    ...(figures.length > 0 ? ['', table(['figure', 'value'], figures)] : []),
    ...(data.length > 0 ? ['', table(['learned from', 'sha256'], data, width)] : []),
  ];
}

/** E.g. `input FP32 [any, 32, 32, 1]`. */
function tensorText({ name, datatype, shape }: TensorSpec): string {
  return `${name} ${datatype} [${shape.map((size) => (size < 0n ? 'any' : size)).join(', ')}]`;
}
