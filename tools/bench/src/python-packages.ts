import { execFileSync } from 'node:child_process';
import { cachedFolder } from './cached-folder.js';

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
  const folder = cachedFolder(name, (unfinished) => install(unfinished, requirements));
  return { command: 'python3', env: { ...process.env, PYTHONPATH: folder } };
}

function install(folder: string, requirements: readonly string[]): void {
  console.error(`installing ${requirements.join(', ')} into ${folder} (once; some minutes)`);
  // The folder stands alone: what it does not share with the system's packages is no conflict, and root may fill it.
  const quiet = ['--quiet', '--no-warn-conflicts', '--root-user-action=ignore'];
  const arguments_ = ['-m', 'pip', 'install', ...quiet, '--target', folder, ...requirements];
  try {
    execFileSync('python3', arguments_, { stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (cause) {
    throw new Error(`cannot install ${requirements.join(', ')} with pip`, { cause });
  }
}
