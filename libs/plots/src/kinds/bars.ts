import type { Bars } from '../plot.js';
import type { Palette } from '../palette.js';
import { channelOf, colourOf, plotWidth, type Spec } from '../spec.js';

/** Bars, each with a name at its left and its interval; groups stand one below the other, and say where one of them lacks a bar. */
export function barsSpec({ value, bars }: Bars, palette: Palette): Spec {
  const names = [...new Set(bars.map(({ name }) => name))];
  const groups = [...new Set(bars.map(({ group = '' }) => group))];
  const format = (number: number) => (value.percent ? `${(100 * number).toFixed(1)} %` : Number(number.toPrecision(3)).toString()); // prettier-ignore
  const values = bars.map(({ interval: [low, high] = [0, 0], group = '', ...bar }) => ({
    ...{ ...bar, group, low, high, text: format(bar.value) },
    end: Math.max(bar.value, high),
  }));
  const has = new Set(values.map(({ group, name }) => `${group}/${name}`));
  const lacking = groups.flatMap((group) => names.filter((name) => !has.has(`${group}/${name}`)).map((name) => ({ group, name, end: 0, text: 'not tried' }))); // prettier-ignore
  const data = { values: [...values, ...lacking] };
  const y = { field: 'name', type: 'nominal', sort: null, scale: { domain: names }, title: null };
  // Colours find a name again in another group; within one they would say nothing.
  const color = groups.length < 2 ? { value: palette.series[0] } : { ...colourOf('name', names, palette), legend: null }; // prettier-ignore
  const along = (field: string) => startingAtZero(channelOf(field, value));
  const layer = [
    { mark: { type: 'bar', height: { band: 0.7 }, opacity: 0.85 }, encoding: { y, x: { ...along('value'), stack: null }, color } },
    { transform: [{ filter: 'datum.high > datum.low' }], mark: { type: 'rule', strokeWidth: 1.5, color: palette.ink }, encoding: { y, x: along('low'), x2: { field: 'high' } } },
    { mark: { type: 'text', align: 'left', dx: 6, fontSize: 11 }, encoding: { y, x: along('end'), text: { field: 'text' } } },
  ]; // prettier-ignore
  const inner = { width: plotWidth - 100, height: { step: 20 }, layer };
  if (groups.length < 2) return { ...inner, data };
  const header = {
    labelOrient: 'top',
    labelAnchor: 'start',
    labelPadding: 4,
    labelFontWeight: 'bold',
  };
  return {
    ...{ data, spacing: 10, spec: inner },
    facet: { row: { field: 'group', type: 'nominal', sort: groups, header } },
  };
}

/** Bars begin at 0, or they would lie about their length. */
const startingAtZero = (channel: Spec): Spec => ({
  ...channel,
  scale: { ...(channel['scale'] as Spec), zero: true },
});
