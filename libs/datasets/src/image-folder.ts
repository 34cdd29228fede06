import { PolymathError } from '@polymath/errors';
import { unpackTar } from 'modern-tar';
import { decodeImage, type DecodedImage } from './decode-image.js';
import { gunzipped } from './gunzip.js';
import type { LabelledImages } from './labelled-images.js';
import { resize } from './resize.js';

/** In native threads. */
const decodedAtOnce = 16;

/** How the images of a folder are read. */
export interface ImageFolderSettings {
  /** 1: grey, 3: colour. */
  channels: 1 | 3;
  /** Each image is resized to this height and width; they must all have one size unless given. */
  size?: readonly [height: number, width: number] | undefined;
}

/**
 * PNG and JPEG files in folders, from a tar file, plain or gzip. An image's class is the folder that it lies in; classes are numbered in
 * the order of their names, images come class by class in the order of their paths, as torchvision's `ImageFolder` has them. Hidden
 * files and those of other kinds are left out.
 * @param archive the whole file
 * @throws corrupt-data when the archive or an image is broken, with its path
 * @throws invalid-input when there is no image, one lies in no folder, or sizes differ
 */
export async function readImageFolder(
  archive: Uint8Array,
  { channels, size }: ImageFolderSettings,
): Promise<LabelledImages> {
  const files = imagesOf(await unpack(archive));
  const names = [...new Set(files.map(({ folder }) => folder))];
  const decoded: DecodedImage[] = [];
  for (let start = 0; start < files.length; start += decodedAtOnce) {
    const part = files.slice(start, start + decodedAtOnce);
    const images = part.map(({ path, content }) => decodeImage(path, content, channels));
    for (const image of await Promise.all(images))
      decoded.push(size ? resized(image, size) : image);
  }
  const first = decoded[0]!;
  const odd = decoded.findIndex((one) => one.height !== first.height || one.width !== first.width);
  if (odd >= 0) throw differentSizes([files[0]!.path, first], [files[odd]!.path, decoded[odd]!]);
  const { height, width } = first;
  const images = new Uint8Array(decoded.length * height * width * channels);
  decoded.forEach(({ pixels }, i) => images.set(pixels, i * pixels.length));
  const labels = Int32Array.from(files, ({ folder }) => names.indexOf(folder));
  return { images, labels, count: decoded.length, height, width, channels };
}

interface ImageFile {
  path: string;
  /** The name of its class. */
  folder: string;
  content: Uint8Array;
}

interface Entry {
  path: string;
  content: Uint8Array;
}

/** The images among the files, class by class. */
function imagesOf(entries: readonly Entry[]): ImageFile[] {
  const images = entries
    .filter(({ path }) => /(^|\/)[^/.][^/]*\.(png|jpe?g)$/i.test(path))
    .map((entry): ImageFile => {
      const folder = entry.path.split('/').at(-2) ?? '.';
      if (folder !== '.') return { ...entry, folder };
      throw new PolymathError(
        'invalid-input',
        `${entry.path} lies in no folder, which is its class`,
      );
    });
  if (images.length === 0) {
    const got = `${entries.length} files of other kinds`;
    throw new PolymathError('invalid-input', `expected PNG or JPEG files in folders, got ${got}`);
  }
  return images.sort((a, b) => order(a.folder, b.folder) || order(a.path, b.path));
}

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

async function unpack(archive: Uint8Array): Promise<Entry[]> {
  const tar = gunzipped(archive, 'tar file');
  try {
    const entries = await unpackTar(tar, { strict: true });
    return entries
      .filter(({ header, data }) => header.type === 'file' && data !== undefined)
      .map(({ header, data }) => ({ path: header.name, content: data! }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PolymathError('corrupt-data', `tar file: cannot unpack it: ${reason}`, { cause });
  }
}

function resized(image: DecodedImage, [height, width]: readonly [number, number]): DecodedImage {
  const { channels } = image;
  const one = { images: image.pixels, labels: new Int32Array(1), count: 1 };
  const { images } = resize({ ...one, ...image, channels }, height, width);
  return { pixels: images, height, width, channels };
}

function differentSizes(...[first, other]: readonly [Sized, Sized]): PolymathError {
  const say = ([path, { height, width }]: Sized) => `${path} is ${height}x${width}`;
  const message = `images must be of one size or be resized: ${say(first)}, ${say(other)}`;
  return new PolymathError('invalid-input', message);
}

type Sized = readonly [path: string, image: DecodedImage];
