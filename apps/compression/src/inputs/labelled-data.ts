import { readFileSync } from 'node:fs';
import { arraySource, type LabelledSource } from '@polymath/compression';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type {
  LabelledImages,
  LabelledTable,
} from '@polymath/contracts/polymath/compression/v1/network';
import {
  classesOf,
  classNumbers,
  columnsOf,
  readLabelledTable,
  selectRows,
  standardized,
  type LabelledTable as Table,
} from '@polymath/datasets';
import type { JobFiles } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import type { Graph, TableColumns } from '@polymath/tensor';
import { inputPath } from '@polymath/area/inputs';
import { imageArtifacts, openLabelledSource } from './labelled-source.js';

type Files = Pick<JobFiles, 'input'>;

/** Labelled data as requests name them: images, or a table. */
export interface LabelledData {
  images?: LabelledImages | undefined;
  table?: LabelledTable | undefined;
}

/** The artifacts that labelled data are made of. */
export function dataArtifacts({ images, table }: LabelledData): Artifact[] {
  return [...imageArtifacts(images), ...(table?.file ? [table.file] : [])];
}

/** Labelled data as inputs of a network, which may know of a table how it reads it; undefined where none are named. */
export async function openLabelledData(
  files: Files,
  { images, table }: LabelledData,
  { table: known }: Pick<Graph, 'table'>,
): Promise<LabelledSource | undefined> {
  if (images) return openLabelledSource(files, images);
  if (!table) return undefined;
  const rows = readRows(files, table);
  return tableSource(
    rows,
    given(table) ?? known ?? asTheyAre(rows),
    known?.classes ?? classesOf(rows),
  );
}

/** A table to train on, and what the network that is trained must keep of it. */
export function readTrainingTable(
  files: Files,
  table: LabelledTable,
): { source: LabelledSource; columns: TableColumns } {
  const rows = readRows(files, table);
  const columns = { ...columnsOf(rows), ...given(table) };
  return { source: tableSource(rows, columns, columns.classes), columns };
}

type Normalization = Pick<TableColumns, 'mean' | 'standardDeviation'>;

function given({ mean, standardDeviation }: LabelledTable): Normalization | undefined {
  return mean.length > 0 ? { mean, standardDeviation } : undefined;
}

const asTheyAre = ({ columns }: Table): Normalization => ({
  mean: columns.map(() => 0),
  standardDeviation: columns.map(() => 1),
});

function tableSource(
  rows: Table,
  normalization: Normalization,
  classes: readonly string[],
): LabelledSource {
  const values = standardized(rows, normalization);
  const source = arraySource(values, [rows.columns.length]);
  return { ...source, labels: classNumbers(rows, classes) };
}

function readRows(files: Files, { file, labelColumn, first, count }: LabelledTable): Table {
  const all = readLabelledTable(readFileSync(inputPath(files, file)), labelColumn);
  const wanted = count === 0 ? all.count - first : count;
  if (wanted >= 1 && first + wanted <= all.count) return selectRows(all, first, wanted);
  const asked = `rows ${first} to ${first + wanted - 1} were asked for`;
  throw new PolymathError('invalid-input', `${asked}, there are ${all.count}`);
}
