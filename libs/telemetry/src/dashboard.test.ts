import { describe, expect, it } from 'vitest';
import { expectToAnswer, readGuide } from './promql.fixture.js';

interface Source {
  readonly type: string;
  readonly uid: string;
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly datasource: Source;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }; // prettier-ignore
  readonly fieldConfig: { readonly defaults: { readonly unit: string } };
  readonly targets: readonly { readonly refId: string; readonly expr: string }[];
}

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: string;
  readonly datasource?: Source;
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
}

const dashboard = JSON.parse(readGuide('dashboard.json')) as Dashboard;
const { panels } = dashboard;
const variables = dashboard.templating.list;

/** What Grafana asks Prometheus: its own variables have values by then. */
const asked = (expr: string) =>
  expr.replaceAll('$__rate_interval', '5m').replaceAll('$area', 'compression|diagnosis');

const queries = panels.flatMap(({ title, targets }) =>
  targets.map(({ expr, refId }) => ({ panel: `${title} ${refId}`, query: asked(expr) })),
);

/** Units of Grafana (packages/grafana-data/src/valueFormats/categories.ts). */
const units = ['bytes', 'percentunit', 'reqps', 's', 'short'];

describe('the dashboard', () => {
  it('asks the source of data that its reader chooses', () => {
    expect(variables[0]).toMatchObject({ type: 'datasource', query: 'prometheus' });
    const chosen = { type: 'prometheus', uid: `\${${variables[0]!.name}}` };
    for (const panel of panels) expect(panel.datasource, panel.title).toEqual(chosen);
    for (const { datasource } of variables.slice(1)) expect(datasource).toEqual(chosen);
  });

  it('finds the areas in a metric that there is', async () => {
    const metric = /^label_values\((\w+), area\)$/.exec(variables[1]!.query);
    await expectToAnswer(metric![1]!);
  });

  it.each(queries)('$panel is PromQL over metrics that there are', async ({ query }) => {
    expect(query).not.toContain('$');
    await expectToAnswer(query);
  });

  it('shows only the areas that its reader chooses', () => {
    for (const { title, targets } of panels)
      for (const { expr } of targets) expect(expr, title).toContain('area=~"$area"');
  });

  it.each(panels)('has a title, a unit and something to ask in panel $id', (panel) => {
    expect(panel.title).not.toBe('');
    expect(units).toContain(panel.fieldConfig.defaults.unit);
    expect(panel.targets.length).toBeGreaterThan(0);
  });

  it('has each panel once, in a place of its own', () => {
    for (const key of ['id', 'title'] as const) {
      expect(new Set(panels.map((panel) => panel[key])).size).toBe(panels.length);
    }
    // 24 columns; a panel takes whole cells of the grid.
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });
});
