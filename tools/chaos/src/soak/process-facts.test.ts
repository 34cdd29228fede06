import { mkdirSync, mkdtempSync, openSync, closeSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskOf, factsOf } from './process-facts.js';

describe('factsOf', () => {
  it('counts an open file', () => {
    const before = factsOf([process.pid]);
    const file = openSync('/dev/null', 'r');
    expect(factsOf([process.pid]).handles).toBe(before.handles + 1);
    closeSync(file);
  });

  it('adds up processes', () => {
    const { threads } = factsOf([process.pid]);
    expect(threads).toBeGreaterThan(1);
    expect(factsOf([process.pid, process.pid]).threads).toBe(2 * threads);
  });

  it('takes a process that has ended for nothing', () => {
    expect(factsOf([2 ** 30])).toEqual({ residentBytes: 0, handles: 0, threads: 0 });
  });
});

describe('diskOf', () => {
  it('adds up all files below, and finds nothing in a folder that is gone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'polymath-disk-'));
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a', 'b'), 'xyz');
    writeFileSync(join(folder, 'c'), 'x');
    expect(diskOf(folder)).toEqual({ bytes: 4, files: 2 });
    rmSync(folder, { recursive: true });
    expect(diskOf(folder)).toEqual({ bytes: 0, files: 0 });
  });
});
