import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawPlot } from './draw.js';
import { samples } from './samples.fixture.js';
import { toPng } from './to-png.js';

describe('toPng', () => {
  it('gives two pixels for one of the SVG, opaque, with the background of the theme', async () => {
    const svg = await drawPlot(samples.curves, 'dark');
    const [, width] = /width="(\d+)"/.exec(svg)!;
    const image = sharp(await toPng(svg));
    const metadata = await image.metadata();
    expect(metadata).toMatchObject({ format: 'png', width: 2 * Number(width) });
    const { data } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 3)]).toEqual([0x15, 0x18, 0x1c]);
  });
});
