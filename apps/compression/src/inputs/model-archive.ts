import { posix } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { PolymathError } from '@polymath/errors';
import { parseTar } from 'nanotar';

/** Of an archive that is packed, so that a small one cannot take all memory. */
const largestBytes = 2 ** 32;

/** A model of several files: the one that says what it is, and those that it names. */
export interface ModelArchive {
  /** `model.json` of a TensorFlow.js model, or a file that ends with `.onnx`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /**
   * The content of a file by its path from the model's folder.
   * @throws corrupt-data with the names there are
   */
  readonly file: (path: string) => Uint8Array;
}

/** Whether bytes are a tar archive, plain or compressed by gzip. */
export function isArchive(bytes: Uint8Array): boolean {
  return isGzip(bytes) || new TextDecoder().decode(bytes.subarray(257, 262)) === 'ustar';
}

/**
 * A model packed with its files into a tar archive, plain or compressed by gzip.
 * @throws corrupt-data for a broken archive; invalid-input when there is not exactly one model in it
 */
export function readModelArchive(bytes: Uint8Array): ModelArchive {
  const files = unpack(bytes);
  const models = [...files.keys()].filter((name) => /\.(json|onnx)$/i.test(name));
  const [name, ...others] = models;
  if (name === undefined || others.length > 0) {
    const got = models.join(', ') || `none in ${listOf(files)}`;
    const expected = 'expected one model, *.onnx or *.json, in the archive';
    throw new PolymathError('invalid-input', `${expected}, got ${got}`);
  }
  return {
    name,
    bytes: files.get(name)!,
    file: (path) => {
      const found = files.get(posix.join(posix.dirname(name), path));
      if (found) return found;
      const there = listOf(files);
      throw new PolymathError('corrupt-data', `the archive lacks ${path}; it has ${there}`);
    },
  };
}

function unpack(bytes: Uint8Array): Map<string, Uint8Array> {
  try {
    // The parser reads from the start of the memory that it is given.
    const entries = parseTar(
      Uint8Array.from(isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: largestBytes }) : bytes),
    );
    const files = entries.filter(({ type, name }) => type === 'file' && !isNote(name));
    return new Map(
      files.map(({ name, data }) => [posix.normalize(name), data ?? new Uint8Array()]),
    );
  } catch (cause) {
    throw new PolymathError('corrupt-data', 'the archive is broken or cut short', { cause });
  }
}

/** What macOS puts beside a file. */
const isNote = (name: string) => posix.basename(name).startsWith('._');

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

const listOf = (files: ReadonlyMap<string, unknown>) => [...files.keys()].join(', ') || 'no file';
