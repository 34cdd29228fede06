import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNames } from './find-names.js';

const [a, b] = ['a', 'b'].map((text) => createHash('sha256').update(text).digest('hex')) as [string, string]; // prettier-ignore

describe('findNames', () => {
  it('finds names at the beginning, in the middle and at the end', () => {
    expect(findNames(Buffer.from(`${a}\n@${b}xyz${a}`))).toEqual([a, b, a]);
  });

  it('finds both where a digit stands beside a name by chance', () => {
    expect(findNames(Buffer.from(`7${a}`))).toEqual([`7${a.slice(0, 63)}`, a]);
  });

  it('finds nothing in fewer digits, or in capital ones', () => {
    expect(findNames(Buffer.from(a.slice(1)))).toEqual([]);
    expect(findNames(Buffer.from(a.toUpperCase()))).toEqual([]);
    expect(findNames(Buffer.alloc(0))).toEqual([]);
  });

  it('reads a part of a larger buffer', () => {
    expect(findNames(Buffer.from(`${b}-${a}-${b}`).subarray(65, 129))).toEqual([a]);
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
        expect(findNames(bytes)).toEqual(all.map(([, name]) => name));
      }),
      { numRuns: 500 },
    );
  });
});
