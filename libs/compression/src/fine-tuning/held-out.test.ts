import { describe, expect, it } from 'vitest';
import { floatsOf, liveTensors, tidy } from '@polymath/tensor';
import { arraySource, type InputSource } from '../classifier/input-source.js';
import { blendedInputs, movedImages } from './held-out.js';

/** One image after the other, the pixel at row y and column x of image i being 100·i + 10·y + x, with two channels ±. */
function images(count: number): InputSource {
  const pixels = Array.from({ length: count * 16 }, (_, place) => {
    const [image, inImage] = [Math.floor(place / 16), place % 16];
    const value = 100 * image + 10 * Math.floor(inImage / 4) + (inImage % 4);
    return [value, -value];
  });
  return arraySource(Float32Array.from(pixels.flat()), [4, 4, 2]);
}

const read = (source: InputSource, places: number[]) =>
  tidy(() => [...floatsOf(source.batch(Int32Array.from(places)))]);

/** The first channel of each pixel by which image 3 would be moved down and across. */
function expected(down: number, across: number): number[] {
  const inside = (place: number) => Math.min(Math.max(place, 0), 3);
  const places = Array.from({ length: 16 }, (_, i) => [Math.floor(i / 4), i % 4] as const);
  return places.map(([y, x]) => 300 + 10 * inside(y - down) + inside(x - across));
}

describe('movedImages', () => {
  const moved = movedImages(images(200), { pixels: 1, seed: 1 });

  it('moves an image as a whole and repeats its edges', () => {
    const values = read(moved, [3]);
    const candidates = [-1, 0, 1].flatMap((down) =>
      [-1, 0, 1].map((across) => expected(down, across)),
    );
    expect(candidates).toContainEqual(values.filter((_, i) => i % 2 === 0));
    expect(values.filter((_, i) => i % 2 === 1)).toEqual(
      values.filter((_, i) => i % 2 === 0).map((value) => -value),
    );
  });

  it('moves in all directions about equally often', () => {
    const counts = new Map<number, number>();
    for (let i = 0; i < 200; i++) {
      const centre = read(moved, [i])[2 * 5]! - 100 * i; // at row 1 and column 1
      counts.set(centre, (counts.get(centre) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 10, 11, 12, 20, 21, 22]);
    expect(Math.min(...counts.values())).toBeGreaterThan(8);
  });

  it('gives the same image at the same place, whatever stands beside it', () => {
    expect(read(moved, [7, 3]).slice(32)).toEqual(read(moved, [3]));
  });

  it('leaks no tensor', () => {
    const before = liveTensors();
    read(moved, [0, 1]);
    expect(liveTensors()).toBe(before);
  });

  it('rejects a move by nothing', () => {
    expect(() => movedImages(images(1), { pixels: 0, seed: 1 })).toThrow(
      'pixels must be a whole number of at least 1, got 0',
    );
  });
});

describe('blendedInputs', () => {
  it('takes the mean with a partner that is drawn once', () => {
    const source = images(50);
    const blended = blendedInputs(source, { seed: 1 });
    const partners = Array.from({ length: 50 }, (_, i) => 2 * (read(blended, [i])[0]! / 100) - i);
    expect(partners.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(read(blended, [4])).toEqual(read(blended, [4]));
    expect(partners.some((partner, i) => partner !== i)).toBe(true);
  });

  it('takes shares of both that are drawn once, anywhere from nothing to all', () => {
    const source = images(1000);
    const half = blendedInputs(source, { seed: 1 });
    const drawn = blendedInputs(source, { seed: 1, share: 'drawn' });
    const shares = Array.from({ length: 1000 }, (_, i) => {
      const partner = 2 * (read(half, [i])[0]! / 100) - i;
      return partner === i ? 0.5 : (read(drawn, [i])[0]! / 100 - partner) / (i - partner);
    }).toSorted((a, b) => a - b);
    // Kolmogorov and Smirnov's distance from U(0, 1); 0.0515 is passed once in a hundred times.
    const distance = Math.max(...shares.map((share, i) => Math.abs(share - (i + 0.5) / 1000)));
    expect(distance).toBeLessThan(0.0515);
    expect(read(drawn, [4])).toEqual(read(drawn, [4]));
  });
});
