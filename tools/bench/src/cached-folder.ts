import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder in the user's cache that is filled at its first use.
 * @param fill writes into a folder that becomes this one once it is full
 */
export function cachedFolder(name: string, fill: (unfinished: string) => void): string {
  const cache = process.env['POLYMATH_CACHE'] ?? join(homedir(), '.cache', 'polymath');
  const folder = join(cache, 'bench', name);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    fill(unfinished);
    renameSync(unfinished, folder);
    return folder;
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}
