import { PolymathError } from '@polymath/errors';
import AdmZip from 'adm-zip';
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
  const entries = entriesOf(archive);
  const array = (name: string): Uint8Array => {
    const found = entries.get(name);
    if (found) return contentOf(name, found);
    const there = [...entries.keys()].join(', ') || 'none';
    throw new PolymathError('invalid-input', `no array is named ${name}; there are ${there}`);
  };
  return readLabelledImages(array(names.images), array(names.labels));
}

/** What lies in the archive, by the names of the arrays. */
function entriesOf(archive: Uint8Array): Map<string, AdmZip.IZipEntry> {
  try {
    const { buffer, byteOffset, length } = archive;
    const zip = new AdmZip(Buffer.from(buffer as ArrayBuffer, byteOffset, length));
    return new Map(zip.getEntries().map((entry) => [entry.entryName.replace(/\.npy$/, ''), entry]));
  } catch (cause) {
    throw corrupt('cannot unpack it', cause);
  }
}

/** One array's file, whose CRC-32 is checked. */
function contentOf(name: string, entry: AdmZip.IZipEntry): Uint8Array {
  const { size } = entry.header;
  if (size > largestBytes) {
    throw corrupt(`${name} has ${size} bytes, more than ${largestBytes}`, undefined);
  }
  try {
    return entry.getData();
  } catch (cause) {
    throw corrupt(`cannot unpack ${name}`, cause);
  }
}

function corrupt(what: string, cause: unknown): PolymathError {
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new PolymathError('corrupt-data', `NumPy archive: ${what}${reason}`, { cause });
}
