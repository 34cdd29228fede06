import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { expect } from 'vitest';
import { newMetrics } from './metrics.js';
import { shownParts } from './metrics.fixture.js';

/** A page of the guides. */
export const readGuide = (name: string): string =>
  readFileSync(new URL(`../../../docs/guides/${name}`, import.meta.url), 'utf8');

/** The types of all metrics of a service, by name. */
export async function typesOfMetrics(): Promise<Map<string, string>> {
  const metrics = newMetrics('demo');
  metrics.show(shownParts());
  const types = (await metrics.text()).matchAll(/^# TYPE (\S+) (\S+)$/gm);
  return new Map([...types].map(([, name, type]) => [name!, type!]));
}

/** Expects that a query is PromQL, and that there are metrics of all names in it. */
export async function expectToAnswer(query: string): Promise<void> {
  const { names, errors } = readQuery(query);
  expect(errors).toEqual([]);
  expect(names).not.toEqual([]);
  const types = await typesOfMetrics();
  for (const name of names) {
    const family = name.replace(/_(bucket|sum|count)$/, '');
    expect(types.has(name) || types.get(family) === 'histogram' || name === 'up', name).toBe(true);
  }
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
