import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const python = 'python3';

/** A folder of the user's cache with the packages that a file of requirements names; they are fetched at the first use. */
export async function pythonPackages(requirements: string): Promise<string> {
  const { stdout: version } = await run(python, ['-V']);
  const key = createHash('sha256').update(version).update(readFileSync(requirements)).digest('hex');
  const cache = process.env['POLYMATH_CACHE'] ?? join(homedir(), '.cache', 'polymath');
  const folder = join(cache, 'python', key.slice(0, 16));
  if (existsSync(folder)) return folder;
  // Whole or not at all: it takes its name only at the end.
  const unfinished = `${folder}.${process.pid}`;
  const args = ['--quiet', '--disable-pip-version-check', '--only-binary=:all:'];
  try {
    await run(python, [
      '-m',
      'pip',
      'install',
      ...args,
      '--target',
      unfinished,
      '-r',
      requirements,
    ]);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
