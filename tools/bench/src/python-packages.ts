import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** How to run Python so that it finds a peer's packages. */
export interface Python {
  command: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Python with packages in a folder of the user's cache; they are fetched at the first use.
 * @param name of the folder
 * @param requirements pinned, e.g. `torch==2.15.0`
 */
export function pythonWith(name: string, requirements: readonly string[]): Python {
  const cache = process.env['POLYMATH_CACHE'] ?? join(homedir(), '.cache', 'polymath');
  const folder = join(cache, 'bench', name);
  if (!existsSync(folder)) install(folder, requirements);
  return { command: 'python3', env: { ...process.env, PYTHONPATH: folder } };
}

function install(folder: string, requirements: readonly string[]): void {
  console.error(`installing ${requirements.join(', ')} into ${folder} (once; some minutes)`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const arguments_ = ['-m', 'pip', 'install', '--quiet', '--target', unfinished, ...requirements];
  try {
    execFileSync('python3', arguments_, { stdio: ['ignore', 'inherit', 'inherit'] });
    renameSync(unfinished, folder);
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`cannot install ${requirements.join(', ')} with pip`, { cause });
  }
}
