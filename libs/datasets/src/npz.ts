import { PolymathError } from '@polymath/errors';
import { unzipSync, type UnzipFileInfo } from 'fflate';
import { readLabelledImages, type LabelledImages } from './labelled-images.js';

const largestBytes = 2 ** 31 - 1;

/** The names of the arrays in an archive. */
export interface NpzNames {
  images: string;
  labels: string;
}

/**
 * Images and their labels from an archive that `numpy.savez` or `numpy.savez_compressed` wrote: .npy files in a ZIP file.
 * @param names `images` and `labels` unless given
 * @throws corrupt-data when the archive is broken or an array is, has other dimensions, or the counts differ
 * @throws invalid-input when there is no array of a name, with the names there are
 */
export function readNpz(
  archive: Uint8Array,
  names: NpzNames = { images: 'images', labels: 'labels' },
): LabelledImages {
  const there: string[] = [];
  const files = unpack(archive, ({ name, originalSize }) => {
    there.push(name.replace(/\.npy$/, ''));
    return originalSize <= largestBytes && Object.values(names).includes(there.at(-1)!);
  });
  const file = (name: string) => {
    const found = files[`${name}.npy`];
    if (found) return found;
    const message = `no array is named ${name}; there are ${there.join(', ') || 'none'}`;
    throw new PolymathError('invalid-input', message);
  };
  return readLabelledImages(file(names.images), file(names.labels));
}

function unpack(archive: Uint8Array, filter: (file: UnzipFileInfo) => boolean) {
  try {
    return unzipSync(archive, { filter });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PolymathError('corrupt-data', `NumPy archive: cannot unpack it: ${reason}`, {
      cause,
    });
  }
}
