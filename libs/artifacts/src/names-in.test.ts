import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesIn } from './names-in.js';

const [a, b] = ['ab'.repeat(32), '0c'.repeat(32)];

describe('namesIn', () => {
  it('finds every name between other bytes', () => {
    expect(namesIn(Buffer.from(`\0\u0012@${a}\u0012@${b}x`))).toEqual([a, b]);
  });

  it('finds what a digit before or behind may hide', () => {
    expect(namesIn(Buffer.from(`f${a}`))).toEqual([`f${a.slice(0, 63)}`, a]);
  });

  it('finds none in shorter runs and in capitals', () => {
    expect(namesIn(Buffer.from(`${a.slice(1)} ${a.toUpperCase()}`))).toEqual([]);
  });

  it('reads a part of a larger buffer', () => {
    expect(namesIn(Buffer.from(`${b}-${a}-${b}`).subarray(65, 129))).toEqual([a]);
  });

  it('finds what a regular expression does', () => {
    const piece = fc.oneof(
      fc.constantFrom(a, b, a.slice(3), `${b}0`, '-', 'f', '\n'),
      fc.string({ maxLength: 70 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const bytes = Buffer.from(pieces.join(''));
        const all = [...bytes.toString('latin1').matchAll(/(?=([0-9a-f]{64}))/g)];
        expect(namesIn(bytes)).toEqual(all.map(([, name]) => name));
      }),
      { numRuns: 500 },
    );
  });
});
