import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportPage, type Report, type Section } from '@polymath/plots';
import type { SoakResult } from './run-soak.js';
import type { Series } from './samples.js';
import { describeSoak, isSound, type Judged } from './verdict.js';

/** Writes `report.html` and `samples.json` into a new folder of temporary files; gives that folder. */
export async function writeReport(result: SoakResult, judged: readonly Judged[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'polymath-soak-'));
  writeFileSync(join(folder, 'samples.json'), JSON.stringify(result));
  writeFileSync(join(folder, 'report.html'), await reportPage(reportOf(result, judged)));
  return folder;
}

function reportOf(result: SoakResult, judged: readonly Judged[]): Report {
  const groups = [...new Set(result.series.map(({ group }) => group))];
  const sentence = isSound(result, judged)
    ? 'Every promise was kept and nothing grows.'
    : 'Something is broken or grows.';
  const told = describeSoak(result, judged).split('\n');
  return {
    ...{ title: 'Soak', sentence },
    sections: [
      { title: 'What came out', blocks: told.map((text) => ({ kind: 'text', text })) },
      { title: 'Growth over the second half', blocks: [tableOf(judged)] },
      ...groups.map((group) => sectionOf(group, result.series)),
    ],
  };
}

function tableOf(judged: readonly Judged[]): Section['blocks'][number] {
  const number = (value: number) => Number(value.toFixed(1));
  return {
    kind: 'table',
    columns: ['what', 'unit', 'mean', 'grew', 'allowed', 'verdict'],
    rows: judged.map(({ series: { name, group, unit }, mean, grew, allowed, isBounded }) => [
      ...[`${name}, ${group}`, unit, number(mean), number(grew), number(allowed)],
      isBounded ? 'bounded' : 'GROWS',
    ]),
    caption: 'The slope is the median of all slopes between two samples (Theil and Sen).',
  };
}

function sectionOf(group: string, all: readonly Series[]): Section {
  const members = all.filter((series) => series.group === group);
  const unit = members[0]?.unit ?? '';
  const series = members.map(({ name, points }) => ({
    name,
    points: points.map(([timeMs, value]) => [timeMs / 60_000, value] as const),
  }));
  const y = { title: group === unit ? unit : `${group} / ${unit}` };
  const plot = { kind: 'curves', x: { title: 'time / minutes' }, y, series } as const;
  return { title: group, blocks: [{ kind: 'figure', plot, caption: `${group} over the time.` }] };
}
