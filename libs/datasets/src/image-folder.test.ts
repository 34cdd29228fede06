import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { bytesOf, golden, goldenFile } from './golden-data-sets.js';
import { readImageFolder } from './image-folder.js';

const archive = goldenFile('folder.tar');
const { paths, labels, images } = golden.folder;
const size = 16 * 16;

/** A tar file of files by path. */
const tar = (files: Record<string, Uint8Array>) =>
  packTar(
    Object.entries(files).map(([name, body]) => ({
      header: { name, size: body.length, type: 'file' as const },
      body,
    })),
  );
const start = archive.findIndex((_, i) => Buffer.from(archive.subarray(i, i + 4)).equals(Buffer.from('\x89PNG', 'latin1'))); // prettier-ignore
const png = archive.subarray(start, start + 512);

describe('readImageFolder', () => {
  it.each(['folder.tar', 'folder.tar.gz'])('numbers the classes of %s by name', async (name) => {
    const read = await readImageFolder(goldenFile(name), { channels: 3 });
    expect(read).toMatchObject({ count: 4, height: 16, width: 16, channels: 3 });
    expect([...read.labels]).toEqual(labels);
  });

  it.each([
    ['colour', 3],
    ['grey', 1],
  ] as const)('decodes to %s as Pillow does', async (kind, channels) => {
    const read = await readImageFolder(archive, { channels });
    for (const [i, path] of paths.entries()) {
      const expected = bytesOf(images[path]![kind]);
      const got = read.images.subarray(i * size * channels, (i + 1) * size * channels);
      if (/png$/i.test(path)) expect(got, path).toEqual(expected);
      // Decoders of JPEG may round differently.
      const furthest = Math.max(...got.map((pixel, j) => Math.abs(pixel - expected[j]!)));
      expect(furthest, path).toBeLessThanOrEqual(2);
    }
  });

  it('resizes each image', async () => {
    const read = await readImageFolder(archive, { channels: 1, size: [8, 4] });
    expect(read).toMatchObject({ count: 4, height: 8, width: 4 });
    expect(read.images).toHaveLength(4 * 8 * 4);
  });

  it.each<[string, () => Promise<Uint8Array>, string, string]>([
    [
      'an archive that breaks off',
      async () => archive.subarray(0, 1500),
      'corrupt-data',
      'tar file: cannot unpack it',
    ],
    [
      'another file',
      async () => Buffer.from('<html>'.repeat(200)),
      'corrupt-data',
      'tar file: cannot unpack it',
    ],
    [
      'gzip that breaks off',
      async () => goldenFile('folder.tar.gz').subarray(0, 600),
      'corrupt-data',
      'tar file: cannot unpack its gzip',
    ],
    [
      'no images',
      () => tar({ 'a/b.txt': Buffer.from('x') }),
      'invalid-input',
      'expected PNG or JPEG files in folders, got 1 files of other kinds',
    ],
    [
      'an image in no folder',
      () => tar({ 'a.png': png }),
      'invalid-input',
      'a.png lies in no folder',
    ],
    [
      'a picture that is none',
      () => tar({ 'a/b.png': Buffer.from('x') }),
      'corrupt-data',
      'a/b.png: cannot decode the image',
    ],
    [
      'a picture that breaks off',
      () => tar({ 'a/b.png': png.subarray(0, 90) }),
      'corrupt-data',
      'a/b.png: cannot decode the image',
    ],
  ])('rejects %s', async (_, make, kind, message) => {
    const read = readImageFolder(await make(), { channels: 3 });
    await expect(read).rejects.toThrow(message);
    await expect(read).rejects.toMatchObject({ kind });
  });

  it('says which images differ in size', async () => {
    const { images: pixels } = await readImageFolder(archive, { channels: 3 });
    expect(pixels.length).toBeGreaterThan(0);
    const small = await import('sharp').then(({ default: sharp }) =>
      sharp({ create: { width: 3, height: 2, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    );
    const files = await tar({ 'a/1.png': png, 'b/2.png': small });
    await expect(readImageFolder(files, { channels: 3 })).rejects.toThrow(
      'images must be of one size or be resized: a/1.png is 16x16, b/2.png is 2x3',
    );
  });
});
