import { describe, expect, it } from 'vitest';
import { figureRow, formatBytes, formatDuration, formatFigure, words } from './format.js';
import { table } from './table.js';

describe('format', () => {
  it.each([
    [400, '0:00'],
    [59_600, '1:00'],
    [754_000, '12:34'],
    [3_723_000, '1:02:03'],
  ])('writes %i ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    [812, '812 B'],
    [61_400, '61.4 kB'],
    [999_960, '1.0 MB'],
    [47_040_016, '47.0 MB'],
  ])('writes %i bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [61_706, '61,706'],
    [0.98914, '0.9891'],
    [0.0000321, '3.2e-5'],
    [NaN, 'NaN'],
  ])('writes the figure %f as %s', (value, text) => {
    expect(formatFigure(value)).toBe(text);
  });

  it('separates the words of a name', () => {
    expect(words('validationAccuracy')).toBe('validation accuracy');
    expect(words('recallAt16')).toBe('recall at 16');
  });
});

describe('figureRow', () => {
  it.each([
    ['secondsPerImage', 0.0000411, ['time per image', '41.1 µs']],
    ['teacherSecondsPerImage', 0.00325, ['teacher time per image', '3.25 ms']],
    ['secondsPerImage', 1.5, ['time per image', '1.5 s']],
    ['accuracy', 0.9871, ['accuracy', '0.9871']],
  ] as const)('tells %s of %f', (name, value, row) => {
    expect(figureRow([name, value])).toEqual(row);
  });
});

describe('table', () => {
  it('puts the last column below its row where the terminal is too narrow, and an empty one nowhere', () => {
    const rows = [['a', 1, 'x'.repeat(30)], ['b', 2, '']]; // prettier-ignore
    expect(table(['name', 'n', 'hash'], rows, 40).split('\n')[2]).toBe(
      `a     1  ${'x'.repeat(30)}`,
    );
    expect(table(['name', 'n', 'hash'], rows, 38).split('\n')).toEqual(['name  n', '────  ─', 'a     1', `  ${'x'.repeat(30)}`, 'b     2']); // prettier-ignore
  });

  it('leaves out a last column that says nothing', () => {
    expect(table(['job', 'reason'], [['a', '']]).split('\n')).toEqual(['job', '───', 'a']);
  });

  it('takes ids for text', () => {
    expect(table(['job'], [['45b0a6']]).split('\n')[0]).toBe('job');
    expect(table(['size'], [['61.4 kB']]).split('\n')[0]).toBe('   size');
  });

  it('puts numbers to the right and text to the left', () => {
    const text = table(
      ['name', 'count'],
      [
        ['a', 5],
        ['long', '1,200'],
      ],
    );
    expect(text.split('\n')).toEqual(['name  count', '────  ─────', 'a         5', 'long  1,200']);
  });
});
