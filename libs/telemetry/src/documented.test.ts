import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newMetrics } from './metrics.js';
import { shownParts } from './metrics.fixture.js';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

interface Rules {
  groups: { rules: { alert: string; expr: string }[] }[];
}

const alerts = (parse(read('../../docs/guides/alerts.yml')) as Rules).groups.flatMap(
  ({ rules }) => rules,
);
const queries = [
  ...[...read('../../docs/guides/operating.md').matchAll(/```promql\n(.*?)\n```/gs)].map(
    ([, text]) => text!,
  ),
  ...alerts.map(({ expr }) => expr),
];

/** The types of all metrics of a service, by name. */
async function typesOfMetrics(): Promise<Map<string, string>> {
  const metrics = newMetrics('demo');
  metrics.show(shownParts());
  const types = (await metrics.text()).matchAll(/^# TYPE (\S+) (\S+)$/gm);
  return new Map([...types].map(([, name, type]) => [name!, type!]));
}

/** What a query asks for, and where it is no PromQL. */
function readQuery(query: string): { names: string[]; errors: number[] } {
  const names: string[] = [];
  const errors: number[] = [];
  parser.parse(query).iterate({
    enter: ({ name, from, to, type }) => {
      if (type.isError) errors.push(from);
      if (name === 'Identifier') names.push(query.slice(from, to));
    },
  });
  return { names, errors };
}

describe('the table of metrics in the README', () => {
  it('names each of our metrics with its type, and no other', async () => {
    const rows = read('README.md').matchAll(/^\| `(polymath_\w+)` +\| (\w+) /gm);
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

  it.each(queries)('%s is PromQL over metrics that there are', async (query) => {
    const { names, errors } = readQuery(query);
    expect(errors).toEqual([]);
    expect(names).not.toEqual([]);
    const types = await typesOfMetrics();
    for (const name of names) {
      const family = name.replace(/_(bucket|sum|count)$/, '');
      expect(types.has(name) || types.get(family) === 'histogram' || name === 'up', name).toBe(
        true,
      );
    }
  });
});
