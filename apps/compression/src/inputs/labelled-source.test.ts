import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CifarFiles_Labels,
  LabelledImages,
} from '@polymath/contracts/polymath/compression/v1/network';
import { floatsOf, tidy } from '@polymath/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idx } from './idx.fixture.js';
import { imageArtifacts, openLabelledSource } from './labelled-source.js';

let folder: string;
const input = ({ sha256 }: { sha256: string }) => join(folder, sha256);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-images-'));
  writeFileSync(join(folder, 'images'), idx([3, 1, 2], [0, 51, 102, 153, 204, 255]));
  writeFileSync(join(folder, 'labels'), idx([3], [7, 8, 9]));
  writeFileSync(join(folder, 'two labels'), idx([2], [7, 8]));
  writeFileSync(join(folder, 'cut off'), idx([3, 1, 2], [0, 51, 102]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (patch: Parameters<typeof LabelledImages.fromPartial>[0] = {}) =>
  openLabelledSource(
    { input },
    LabelledImages.fromPartial({
      images: { sha256: 'images' },
      labels: { sha256: 'labels' },
      ...patch,
    }),
  );

const pixels = (source: Awaited<ReturnType<typeof read>>, place: number) =>
  tidy(() => [...floatsOf(source.batch(Int32Array.of(place)))]);

describe('openLabelledSource', () => {
  it('gives pixels from 0 to 1 without a normalisation', async () => {
    const source = await read();
    expect(source).toMatchObject({ count: 3, shape: [1, 2, 1] });
    expect([...source.labels]).toEqual([7, 8, 9]);
    expect(pixels(source, 1)).toEqual([102, 153].map((pixel) => Math.fround(pixel / 255)));
  });

  it('subtracts the mean and divides by the deviation', async () => {
    // (1 - 0.5) / 0.25 = 2
    expect(pixels(await read({ mean: [0.5], standardDeviation: [0.25] }), 2)[1]).toBe(2);
  });

  it('takes the images from first on, count of them or all the rest', async () => {
    expect([...(await read({ first: 1 })).labels]).toEqual([8, 9]);
    expect([...(await read({ first: 1, count: 1 })).labels]).toEqual([8]);
  });

  it('resizes', async () => {
    expect((await read({ resizeHeight: 4, resizeWidth: 6 })).shape).toEqual([4, 6, 1]);
  });

  it.each([
    [{ first: 3 }, 'images 3 to 2 were asked for, there are 3'],
    [{ first: 2, count: 2 }, 'images 2 to 3 were asked for, there are 3'],
    [{ count: 4 }, 'images 0 to 3 were asked for, there are 3'],
  ])('refuses a part that is not there: %j', async (part, message) => {
    await expect(read(part)).rejects.toThrow(message);
  });

  it('refuses files whose counts differ', async () => {
    await expect(read({ labels: { sha256: 'two labels' } })).rejects.toThrow(
      'labels: expected [3], one an image, got [2]',
    );
  });

  it('refuses labels as images', async () => {
    await expect(read({ images: { sha256: 'labels' } })).rejects.toThrow(
      'images: expected [count, height, width], got [3]',
    );
  });

  it('refuses a file that is cut off', async () => {
    await expect(read({ images: { sha256: 'cut off' } })).rejects.toThrow(
      /expected 22 bytes.* 19 bytes/,
    );
  });

  it('refuses a normalisation of more channels than there are', async () => {
    const source = await read({ mean: [0, 0], standardDeviation: [1, 1] });
    expect(() => pixels(source, 0)).toThrow(/channel/);
  });
});

describe('a data set that holds images and labels', () => {
  const golden = fileURLToPath(
    new URL('../../../../libs/datasets/src/golden/datasets/', import.meta.url),
  );
  const named = (sha256: string) => ({ sha256 });
  const open = (patch: Parameters<typeof LabelledImages.fromPartial>[0]) =>
    openLabelledSource(
      { input: ({ sha256 }) => join(golden, sha256) },
      LabelledImages.fromPartial(patch),
    );
  const cifar = (file: string, kind: CifarFiles_Labels) => ({
    dataSet: { $case: 'cifar' as const, value: { files: [named(file)], labels: kind } },
  });
  const folder = { $case: 'folder' as const, value: { archive: named('folder.tar') } };
  const numpy = (archive: string, names: object = {}) => ({
    dataSet: { $case: 'numpy' as const, value: { archive: named(archive), ...names } },
  });
  const arrays = { images: named('images.npy'), labels: named('labels.npy') };

  it.each<[string, Parameters<typeof open>[0], number[], number[]]>([
    ['CIFAR-10', cifar('cifar10.bin', CifarFiles_Labels.LABELS_UNSPECIFIED), [32, 32, 3], [3, 9]],
    [
      'CIFAR-100',
      cifar('cifar100.bin', CifarFiles_Labels.LABELS_CIFAR100_FINE),
      [32, 32, 3],
      [99, 42],
    ],
    [
      'super-classes of CIFAR-100',
      cifar('cifar100.bin', CifarFiles_Labels.LABELS_CIFAR100_COARSE),
      [32, 32, 3],
      [19, 0],
    ],
    ['a folder', { dataSet: folder }, [16, 16, 3], [0, 0, 1, 1]],
    [
      'a resized folder',
      { dataSet: folder, resizeHeight: 8, resizeWidth: 4 },
      [8, 4, 3],
      [0, 0, 1, 1],
    ],
    ['a part of a folder', { dataSet: folder, first: 1, count: 2 }, [16, 16, 3], [0, 1]],
    ['an .npz file', numpy('stored.npz'), [4, 5, 3], [2, 0, 1000]],
    [
      'arrays of other names',
      numpy('compressed.npz', { imagesName: 'x_test', labelsName: 'y_test' }),
      [4, 5, 3],
      [2, 0, 1000],
    ],
    ['.npy files', arrays, [4, 5, 3], [2, 0, 1000]],
  ])('reads %s', async (_, patch, shape, labels) => {
    const source = await open(patch);
    expect(source).toMatchObject({ count: labels.length, shape });
    expect([...source.labels]).toEqual(labels);
    expect(pixels(source, 0)).toHaveLength(shape.reduce((product, size) => product * size));
  });

  it('names its artifacts', () => {
    const spec = LabelledImages.fromPartial(
      cifar('cifar10.bin', CifarFiles_Labels.LABELS_UNSPECIFIED),
    );
    expect(imageArtifacts(spec).map(({ sha256 }) => sha256)).toEqual(['cifar10.bin']);
    expect(imageArtifacts(LabelledImages.fromPartial({ dataSet: folder }))).toHaveLength(1);
  });
});

describe('imageArtifacts', () => {
  it('names what is there', () => {
    const images = LabelledImages.fromPartial({ images: { sha256: 'a' }, labels: { sha256: 'b' } });
    expect(imageArtifacts(images).map(({ sha256 }) => sha256)).toEqual(['a', 'b']);
    expect(imageArtifacts(undefined)).toEqual([]);
  });
});
