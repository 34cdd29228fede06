import { describe, expect, it } from 'vitest';
import { parseStat, readProcessUse } from './process-use.js';

describe('parseStat', () => {
  it('reads times and memory, whatever the program is called', () => {
    const fields = Array.from({ length: 52 }, (_, i) => i + 1);
    const text = `1 (a) b (c) S ${fields.slice(3).join(' ')}`;
    // Fields 14, 15 and 24, which count from 1, hold their own numbers.
    expect(parseStat(text)).toEqual({ cpuSeconds: 0.29, residentBytes: 24 * 4096 });
  });
});

describe('readProcessUse', () => {
  it('is about what Node says of this process', async () => {
    const use = (await readProcessUse(process.pid))!;
    const { user, system } = process.cpuUsage();
    expect(use.cpuSeconds).toBeCloseTo((user + system) / 1e6, 0);
    expect(use.residentBytes / process.memoryUsage.rss()).toBeCloseTo(1, 1);
  });

  it('is undefined for a process that is not there', async () => {
    expect(await readProcessUse(2 ** 22 + 1)).toBeUndefined();
  });
});
