import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { expectToAnswer, readGuide, typesOfMetrics } from './promql.fixture.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

interface Rules {
  groups: { rules: { alert: string; expr: string }[] }[];
}

const alerts = (parse(readGuide('alerts.yml')) as Rules).groups.flatMap(({ rules }) => rules);
const queries = [
  ...[...readGuide('operating.md').matchAll(/```promql\n(.*?)\n```/gs)].map(([, text]) => text!),
  ...alerts.map(({ expr }) => expr),
];

describe('the table of metrics in the README', () => {
  it('names each of our metrics with its type, and no other', async () => {
    const rows = readme.matchAll(/^\| `(polymath_\w+)` +\| (\w+) /gm);
    const documented = [...rows].map(([, name, type]) => `${name} ${type}`);
    const ours = [...(await typesOfMetrics())].filter(([name]) => name.startsWith('polymath_'));
    expect(documented.sort()).toEqual(ours.map(([name, type]) => `${name} ${type}`).sort());
  });
});

describe('the queries and alerts of the guide', () => {
  it('are there', () => {
    expect(queries.length).toBeGreaterThan(alerts.length);
    expect(alerts.length).toBeGreaterThan(5);
  });

  it.each(queries)('%s is PromQL over metrics that there are', expectToAnswer);
});
