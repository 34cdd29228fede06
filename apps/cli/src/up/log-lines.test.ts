import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineIn, lastLines } from './log-lines.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('lastLines', () => {
  it('looks at what came after the offset alone', () => {
    const path = join(folder, 'log');
    writeFileSync(path, 'old\none\ntwo\nthree\n');
    expect(lastLines(path, 4, 2)).toEqual(['two', 'three']);
    expect(lastLines(path, 8, 5)).toEqual(['two', 'three']);
  });

  it('finds nothing where there is no file', () => {
    expect(lastLines(join(folder, 'missing'), 0, 5)).toEqual([]);
  });
});

describe('engineIn', () => {
  it('takes the engine that was told last', () => {
    const path = join(folder, 'log');
    const engine = { library: 'tensorflow', version: '2', device: 'cpu', threads: 1 };
    writeFileSync(path, `text\n${JSON.stringify({ msg: 'computes', engine })}\n`);
    expect(engineIn(path, 0)).toBe('tensorflow 2, cpu, 1 thread');
  });
});
