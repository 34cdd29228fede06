import type { JsonValue } from '@bufbuild/protobuf';
import type { RebuildRecordsResponse, WrittenRecords } from '@polymath/contracts/polymath/admin/v1/admin'; // prettier-ignore
import type { Manifest } from '../backup/archive-format.js';
import type { Restored } from '../backup/restore.js';
import { formatBytes, formatCount } from './format.js';
import { table } from './table.js';

/** What a rebuild made of one area. */
export type RebuiltArea = RebuildRecordsResponse & { readonly area: string };

/** What a backup holds, for programs. */
export function manifestJson(file: string, manifest: Manifest): JsonValue {
  return { file, ...manifest };
}

/** What a backup holds, for people. */
export function manifestText(file: string, manifest: Manifest): string {
  const { areas, blobs, blobBytes, missing, startTime, endTime } = manifest;
  const rows = areas.map(({ name, jobs, unfinishedJobs, models }) => [
    ...[name, formatCount(jobs), formatCount(unfinishedJobs), formatCount(models)],
  ]);
  const lines = [
    table(['area', 'jobs', 'unfinished', 'models'], rows),
    '',
    `${formatCount(blobs)} artifacts, ${formatBytes(blobBytes)}; from ${startTime} to ${endTime}`,
    ...lostLines('named by records and lost before the backup', missing),
    `${file} is whole`,
  ];
  return lines.join('\n');
}

/** What a restore did, for programs. */
export function restoredJson({ areas, blobs, blobBytes }: Restored): JsonValue {
  const written = areas.map(({ area, written }) => ({ name: area, ...writtenJson(written) }));
  return { areas: written, blobs, blobBytes };
}

/** What a restore did, for people. */
export function restoredText({ areas, blobs, blobBytes }: Restored): string {
  return [
    writtenTable(areas),
    '',
    `${formatCount(blobs)} artifacts sent, ${formatBytes(blobBytes)}`,
    'unfinished jobs go on from their checkpoints; events from before are gone',
  ].join('\n');
}

/** What a rebuild did, for programs. */
export function rebuiltJson(areas: readonly RebuiltArea[]): JsonValue {
  return {
    areas: areas.map(({ area, written, broken, missingSha256 }) => ({
      ...{ name: area, ...writtenJson(written!), broken, missing: missingSha256 },
    })),
  };
}

/** What a rebuild did and what it cannot do, for people. */
export function rebuiltText(areas: readonly RebuiltArea[]): string {
  return [
    writtenTable(areas.map(({ area, written }) => ({ area, written: written! }))),
    ...lostLines(
      'copies of records that are broken',
      areas.flatMap(({ broken }) => broken),
    ),
    ...lostLines('artifacts that are not there', areas.flatMap(({ missingSha256 }) => missingSha256)), // prettier-ignore
    '',
    'not rebuilt: jobs without a checkpoint that had not ended (ask for them again), events, and',
    'what was written in the last moments before the loss, e.g. an alias',
  ].join('\n');
}

function writtenJson({ jobs, unfinishedJobs, keptJobs, models, keptModels }: WrittenRecords) {
  const [made, unfinished, kept, named] = [jobs, unfinishedJobs, keptJobs, models].map(Number);
  return { jobs: made!, unfinishedJobs: unfinished!, keptJobs: kept!, models: named!, keptModels };
}

function writtenTable(areas: readonly { area: string; written: WrittenRecords }[]): string {
  const rows = areas.map(({ area, written }) => [
    ...[area, formatCount(written.jobs), formatCount(written.unfinishedJobs)],
    ...[formatCount(written.models), formatCount(written.keptJobs)],
    written.keptModels.join(', '),
  ]);
  const head = ['area', 'jobs', 'unfinished', 'models', 'jobs there already', 'models there already']; // prettier-ignore
  return table(head, rows);
}

function lostLines(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what}:`, ...names.map((name) => `  ${name}`)];
}
