import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCifar, type CifarLabels } from './cifar.js';
import { bytesOf, golden, goldenFile } from './golden-data-sets.js';

const cifar10 = goldenFile('cifar10.bin');
const cifar100 = goldenFile('cifar100.bin');

describe('readCifar', () => {
  it.each<[CifarLabels, Uint8Array]>([
    ['cifar10', cifar10],
    ['cifar100-fine', cifar100],
    ['cifar100-coarse', cifar100],
  ])('gives the images and labels of %s', (kind, file) => {
    const { images, labels, ...sizes } = readCifar([file], kind);
    expect(sizes).toEqual({ count: 2, height: 32, width: 32, channels: 3 });
    expect(images).toEqual(bytesOf(golden.cifar.images));
    expect([...labels]).toEqual(golden.cifar.labels[kind]);
  });

  it('reads gzip files', () => {
    expect(readCifar([gzipSync(cifar10)], 'cifar10')).toEqual(readCifar([cifar10], 'cifar10'));
  });

  it('reads files one after the other', () => {
    const one = 3073;
    const { images, labels } = readCifar(
      [cifar10.subarray(one), cifar10.subarray(0, one)],
      'cifar10',
    );
    expect([...labels]).toEqual([9, 3]);
    expect(images.subarray(3072)).toEqual(bytesOf(golden.cifar.images).subarray(0, 3072));
  });

  it.each<[string, Uint8Array[], CifarLabels, string]>([
    ['nothing', [new Uint8Array()], 'cifar10', 'CIFAR file 1: expected a multiple of 3073 bytes'],
    [
      'a second file that breaks off',
      [cifar10, cifar10.subarray(0, 3072)],
      'cifar10',
      'CIFAR file 2: expected a multiple of 3073 bytes, one for each image, got 3072 bytes',
    ],
    [
      'gzip that breaks off',
      [gzipSync(cifar10).subarray(0, 99)],
      'cifar10',
      'CIFAR file 1: cannot unpack its gzip',
    ],
    ['the other data set', [cifar100], 'cifar10', 'got 6148 bytes'],
    [
      'a label that is none',
      [cifar10.with(3073, 10)],
      'cifar10',
      'CIFAR file 1: expected a label from 0 to 9, got 10 at image 1',
    ],
  ])('rejects %s', (_, files, kind, message) => {
    const read = () => readCifar(files, kind);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ kind: 'corrupt-data' }));
  });
});
