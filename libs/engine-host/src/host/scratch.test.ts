import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeStale } from './scratch.js';

const dayMs = 86_400_000;

describe('removeStale', () => {
  let parent: string;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'polymath-scratch-'));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  const make = (name: string): string => {
    mkdirSync(join(parent, name));
    return join(parent, name);
  };

  it('removes what nobody has written to for the time, and nothing else', async () => {
    const [old, young] = [make('old'), make('young')];
    utimesSync(old, new Date(1000), new Date(1000));
    await removeStale(parent, dayMs);
    expect(existsSync(old)).toBe(false);
    expect(existsSync(young)).toBe(true);
  });

  it('does not mind that another service removes folders of its own meanwhile', async () => {
    const folders = Array.from({ length: 500 }, (_, i) => make(`job-${i}`));
    const removing = removeStale(parent, dayMs);
    // The last ones go first: the look comes to them when they are gone.
    const gone = folders.reverse().map((folder) => rm(folder, { recursive: true }));
    await expect(Promise.all([removing, ...gone])).resolves.toBeDefined();
  });
});
