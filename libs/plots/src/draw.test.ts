import { describe, expect, it } from 'vitest';
import { drawPlot } from './draw.js';
import { paletteOf } from './palette.js';
import { samples } from './samples.fixture.js';

/** The texts of a picture. */
const textsOf = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
/** Coordinates of the points of all lines with a stroke. */
const pathsOf = (svg: string, colour: string) =>
  [...svg.matchAll(/<path[^>]*?\sd="([^"]*)"[^>]*stroke="([^"]*)"/g)].filter(([, , stroke]) => stroke === colour).map(([, d]) => d!); // prettier-ignore

const curve = (name: string) => ({ name, points: [[1, 1], [2, 3]] as const }); // prettier-ignore

describe('drawPlot', () => {
  it.each(Object.entries(samples))(
    'gives the same bytes for the same data: %s',
    async (_, plot) => {
      const [first, second] = [await drawPlot(plot), await drawPlot(plot)];
      expect(second).toBe(first);
      expect(first).toMatch(/^<svg [^>]*viewBox=/);
      // What is named twice in a page must not be one thing.
      expect(first).not.toMatch(/ id="|url\(#/);
      expect(first).not.toContain('NaN');
    },
  );

  it('draws a line through the points, and leaves a gap where there is no number', async () => {
    const points = [[0, 1], [1, 10], [2, NaN], [3, 1], [4, 10]] as const; // prettier-ignore
    const svg = await drawPlot({ kind: 'curves', x: { title: 'step' }, y: { title: 'loss', log: true }, series: [{ name: 'a', points }] }); // prettier-ignore
    const [path] = pathsOf(svg, paletteOf('light').series[0]!);
    expect(path!.match(/M/g)).toHaveLength(2);
    expect(path).toBe('M0,240L140,0M420,240L560,0');
  });

  it('says names, units and classes', async () => {
    const texts = textsOf(await drawPlot(samples.spectrum));
    expect(texts).toEqual(expect.arrayContaining(['frequency / Hz', 'outer race 1×', 'ball 1×']));
    const said = textsOf(await drawPlot(samples.confusion));
    expect(said).toEqual(expect.arrayContaining(['taken for', 'normal', '99 %', '80', '25 %']));
    expect(said.filter((text) => text === '100 %')).toEqual([]);
  });

  it('marks lines where they are', async () => {
    const svg = await drawPlot(samples.spectrum);
    // 250 of 500 Hz is the middle of 560 pixels.
    expect(svg).toContain('<line transform="translate(280,0)" x2="0" y2="240" stroke="#009e73"');
  });

  it('crosses every panel of a timeline with each moment, and names it once', async () => {
    const svg = await drawPlot(samples.timeline);
    // 20 of 50 s are 224 of 560 pixels.
    expect(svg.match(/<line transform="translate\(224,0\)" x2="0" y2="70"/g)).toHaveLength(2);
    expect(textsOf(svg).filter((text) => text === 'fault begins')).toHaveLength(1);
  });

  it('uses the colours of its theme alone', async () => {
    const coloursOf = (svg: string) => new Set(svg.match(/#[0-9a-f]{3,8}\b/g));
    const { series, ...rest } = paletteOf('dark');
    const known = [...series, ...Object.values(rest)];
    for (const plot of Object.values(samples)) {
      for (const colour of coloursOf(await drawPlot(plot, 'dark'))) expect(known).toContain(colour);
      expect([...coloursOf(await drawPlot(plot, 'page'))]).toEqual([]);
    }
  });

  it('is no wider for many long names', async () => {
    const series = [1, 2, 3, 4, 5].map((i) =>
      curve(`all but the load of ${i} horsepower, NSAE-LCN`),
    );
    const widthOf = (svg: string) => Number(/width="([\d.]+)"/.exec(svg)![1]);
    const alone = await drawPlot({ ...samples.curves, series: [curve('a')] });
    expect(widthOf(await drawPlot({ ...samples.curves, series }))).toBeLessThan(
      1.1 * widthOf(alone),
    );
  });

  it('says which group lacks a bar', async () => {
    const [first, ...others] = samples.bars.bars;
    const texts = textsOf(await drawPlot({ ...samples.bars, bars: [...others, { ...first!, name: 'new' }] })); // prettier-ignore
    expect(texts.filter((text) => text === 'not tried')).toHaveLength(2);
  });

  it('joins no points of what was said with a probability', async () => {
    const svg = await drawPlot(samples.reliability);
    expect(pathsOf(svg, paletteOf('light').series[0]!)).toEqual([]);
  });

  it('escapes what others have named', async () => {
    const plot = { ...samples.confusion, classes: ['<script>', 'a & b', '"c"'] };
    const svg = await drawPlot(plot);
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('&lt;script&gt;');
  });

  it('stays small however long a signal is', async () => {
    const values = Array.from({ length: 200_000 }, (_, i) => (i === 123_456 ? 9 : 0));
    const svg = await drawPlot({ ...samples.spectrum, x: { title: 'f' }, step: 1, values, marks: [] }); // prettier-ignore
    expect(svg.length).toBeLessThan(60_000);
    const [path] = pathsOf(svg, paletteOf('light').series[0]!);
    // 560 · 123,456 / 199,999 pixels along, 9 / 9.45 of 240 up.
    expect(path!.includes('L345.679,11.429')).toBe(true);
  });
});
