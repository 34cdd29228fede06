import type { LabelledSource } from '@polymath/compression';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabelledTable } from '@polymath/contracts/polymath/compression/v1/network';
import { floatsOf, tidy } from '@polymath/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataArtifacts, openLabelledData, readTrainingTable } from './labelled-data.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-table-'));
  writeFileSync(join(folder, 'table'), 'a,kind,b\n1,y,10\n3,x,20\n5,y,60\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = { input: ({ sha256 }: { sha256: string }) => join(folder, sha256) };
const table = (patch: Parameters<typeof LabelledTable.fromPartial>[0] = {}) =>
  LabelledTable.fromPartial({ file: { sha256: 'table' }, labelColumn: 'kind', ...patch });

const known = { mean: [1, 10], standardDeviation: [2, 5], classes: ['x', 'y', 'z'] };

const read = async (patch = {}, columns = known) =>
  (await openLabelledData(files, { table: table(patch) }, { table: columns }))!;

const rows = (source: LabelledSource) =>
  tidy(() => [...floatsOf(source.batch(Int32Array.from({ length: source.count }, (_, i) => i)))]);

describe('openLabelledData', () => {
  it('reads a table as the network was trained on one', async () => {
    const source = await read();
    expect(source).toMatchObject({ count: 3, shape: [2] });
    expect([...source.labels]).toEqual([1, 0, 1]);
    expect(rows(source)).toEqual([0, 0, 1, 2, 2, 10]);
  });

  it('reads it as the request says instead', async () => {
    const source = await read({ mean: [0, 0], standardDeviation: [1, 10] });
    expect(rows(source)).toEqual([1, 1, 3, 2, 5, 6]);
  });

  it('leaves it as it is for a network that knows nothing of tables', async () => {
    const source = (await openLabelledData(files, { table: table() }, {}))!;
    expect(rows(source)).toEqual([1, 10, 3, 20, 5, 60]);
    expect([...source.labels]).toEqual([1, 0, 1]); // x, y
  });

  it('takes the rows from first on, count of them or all the rest', async () => {
    expect([...(await read({ first: 1 })).labels]).toEqual([0, 1]);
    expect([...(await read({ first: 1, count: 1 })).labels]).toEqual([0]);
    await expect(read({ first: 2, count: 2 })).rejects.toThrow(
      'rows 2 to 3 were asked for, there are 3',
    );
  });

  it('refuses a class that the network does not know', async () => {
    await expect(read({}, { ...known, classes: ['x'] })).rejects.toThrow(
      "class y is none of the network's: x",
    );
  });

  it('gives nothing where nothing is named', async () => {
    expect(await openLabelledData(files, {}, {})).toBeUndefined();
  });
});

describe('readTrainingTable', () => {
  it('measures the rows that are trained on, and no others', () => {
    const { source, columns } = readTrainingTable(files, table({ count: 2 }));
    expect(columns).toEqual({ mean: [2, 15], standardDeviation: [1, 5], classes: ['x', 'y'] });
    expect(rows(source)).toEqual([-1, -1, 1, 1]);
  });

  it('keeps what the request says', () => {
    const spec = table({ mean: [0, 0], standardDeviation: [1, 2] });
    expect(readTrainingTable(files, spec).columns).toMatchObject({ standardDeviation: [1, 2] });
  });
});

describe('dataArtifacts', () => {
  it('names what is there', () => {
    expect(dataArtifacts({ table: table() }).map(({ sha256 }) => sha256)).toEqual(['table']);
    expect(dataArtifacts({})).toEqual([]);
  });
});
