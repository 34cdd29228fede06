import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledSource } from '@polymath/compression';
import { imageTensor, readLabelledImages, selectImages } from '@polymath/datasets';
import { cachedFolder } from '../cached-folder.js';

const debianPackage = 'dataset-fashion-mnist';
/** Of pixels from 0 to 1. */
const normalization = { mean: [0.2856], standardDeviation: [0.3385] };

/** The images of some classes of a part of Fashion-MNIST (Debian's package, MIT), normalised: [28, 28, 1]. */
export function readFashionMnist(
  part: 'train' | 't10k',
  classes: readonly number[],
): LabelledSource {
  const folder = join(
    cachedFolder(debianPackage, fetchPackage),
    'usr/share/datasets/fashion-mnist',
  );
  const read = (kind: string) => readFileSync(join(folder, `${part}-${kind}-ubyte.gz`));
  const all = readLabelledImages(read('images-idx3'), read('labels-idx1'));
  const places = [...all.labels.keys()].filter((place) => classes.includes(all.labels[place]!));
  const data = selectImages(all, places);
  return {
    ...{ count: data.count, shape: [data.height, data.width, 1] },
    labels: Int32Array.from(data.labels),
    batch: (chosen) => imageTensor(data, normalization, chosen),
  };
}

/** Fetches the package and takes its files out, without installing it. */
function fetchPackage(folder: string): void {
  console.error(`fetching Debian's ${debianPackage} (once; 31 MB)`);
  const options: ExecFileSyncOptions = { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] };
  try {
    execFileSync('apt-get', ['download', debianPackage], options);
    const [archive = ''] = readdirSync(folder);
    execFileSync('dpkg-deb', ['--extract', archive, '.'], options);
    rmSync(join(folder, archive));
  } catch (cause) {
    throw new Error(
      `cannot fetch ${debianPackage} with apt-get and dpkg-deb, which this benchmark needs`,
      { cause },
    );
  }
}
