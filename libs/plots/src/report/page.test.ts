import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { samples } from '../samples.fixture.js';
import { reportPage } from './page.js';
import type { Block, Report } from './report.js';

const reportOf = (...blocks: Block[]): Report => ({
  ...{ title: 'A <b>', sentence: 'It works.' },
  sections: [{ title: 'One & two', blocks }],
});

describe('reportPage', () => {
  it('shows sections, and names as what they are', async () => {
    const page = await reportPage(reportOf({ kind: 'text', text: `<img src=x onerror='1'>` }));
    expect(page).toContain('<h1>A &lt;b&gt;</h1>');
    expect(page).toContain('<h2>One &amp; two</h2>');
    expect(page).toContain('<p>&lt;img src=x onerror=&#39;1&#39;&gt;</p>');
  });

  it('asks for nothing from elsewhere and runs nothing', async () => {
    const figures = Object.values(samples).map((plot) => ({ kind: 'figure' as const, plot, caption: plot.kind })); // prettier-ignore
    const page = await reportPage(reportOf(...figures));
    expect(page).not.toMatch(/<script|<link|@import|url\(|\ssrc="(?!data:)|\shref=/);
    // A namespace is a name, not an address that is asked.
    const addresses = [...page.matchAll(/https?:\/\/[^"\s]+/g)].map(([address]) => address);
    expect(new Set(addresses)).toEqual(
      new Set(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']),
    );
  });

  it('writes numbers to be read, at the right', async () => {
    const rows = [['a', 61706, 0.979166], ['b', 12, 1.2e-7]] as const; // prettier-ignore
    const page = await reportPage(reportOf({ kind: 'table', columns: ['x', 'n', 'share'], rows }));
    expect(page).toContain(
      '<td>a</td><td class="number">61,706</td><td class="number">0.9792</td>',
    );
    expect(page).toContain('<td class="number">1.20e-7</td>');
  });

  it('takes what names a row for a name', async () => {
    const rows = [['0 hp', 3], ['3 hp', 4]] as const; // prettier-ignore
    const page = await reportPage(reportOf({ kind: 'table', columns: ['load', 'n'], rows }));
    expect(page).toContain('<td>0 hp</td><td class="number">3</td>');
  });

  it('marks what was measured with a clock', async () => {
    const rows = [['student', { measured: '0.12 ms' }]] as const;
    const page = await reportPage(reportOf({ kind: 'table', columns: ['x', 'time'], rows }));
    expect(page).toContain('<td class="number measured">0.12 ms</td>');
  });

  it('carries pictures of pixels in itself, at their size', async () => {
    const create = { width: 3, height: 2, channels: 3 as const, background: '#f00' };
    const png = await sharp({ create }).png().toBuffer();
    const page = await reportPage(reportOf({ kind: 'image', png, caption: 'red', scale: 2 }));
    expect(page).toContain(`<img width="6" height="4" alt="red" src="data:image/png;base64,${png.toString('base64')}">`); // prettier-ignore
  });
});
