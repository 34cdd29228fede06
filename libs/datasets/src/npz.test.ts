import { describe, expect, it } from 'vitest';
import { bytesOf, golden, goldenFile } from './golden-data-sets.js';
import { readNpz } from './npz.js';

const stored = goldenFile('stored.npz');
const compressed = goldenFile('compressed.npz');
const names = { images: 'x_test', labels: 'y_test' };

describe('readNpz', () => {
  it.each([
    ['stored', stored, undefined],
    ['compressed, under names of their own', compressed, names],
  ])('reads arrays that are %s', (_, archive, given) => {
    const { images, labels, count } = readNpz(archive, given);
    expect(images).toEqual(bytesOf(golden.numpy.images));
    expect([...labels]).toEqual(golden.numpy.labels);
    expect(count).toBe(3);
  });

  it('answers an unknown name with the names there are', () => {
    expect(() => readNpz(compressed)).toThrow('no array is named images; there are x_test, y_test');
    expect(() => readNpz(stored, { images: 'images', labels: 'y' })).toThrow(
      'no array is named y; there are images, labels',
    );
  });

  it.each([
    ['a pixel', stored, undefined, 300],
    ['a compressed byte', compressed, names, 150],
  ])('rejects an archive in which %s changed', (_, archive, given, place) => {
    const read = () => readNpz(archive.with(place, archive[place]! ^ 1), given);
    expect(read).toThrow(/^NumPy archive: cannot unpack (images|x_test)/);
    expect(read).toThrow(expect.objectContaining({ kind: 'corrupt-data' }));
  });

  it.each([0, 10, 0.5, 0.99])('rejects a file that breaks off after %f of it', (end) => {
    const length = end < 1 ? Math.floor(stored.length * end) : end;
    const read = () => readNpz(stored.subarray(0, length));
    expect(read).toThrow('NumPy archive: cannot unpack it');
    expect(read).toThrow(expect.objectContaining({ kind: 'corrupt-data' }));
  });
});
