import { gunzipSync } from 'node:zlib';
import { PolymathError } from '@polymath/errors';

const largestBytes = 2 ** 31 - 1;

/**
 * A file as it is, unpacked if it is gzip.
 * @param what what the file is, for the message, e.g. `IDX file`
 * @throws corrupt-data when its gzip is broken
 */
export function gunzipped(file: Uint8Array, what: string): Uint8Array {
  if (file[0] !== 0x1f || file[1] !== 0x8b) return file;
  try {
    return gunzipSync(file, { maxOutputLength: largestBytes });
  } catch (cause) {
    throw new PolymathError('corrupt-data', `${what}: cannot unpack its gzip`, { cause });
  }
}
