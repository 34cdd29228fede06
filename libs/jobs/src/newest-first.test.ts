import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byNewest, countBefore, insert, remove, type ListPlace } from './newest-first.js';

const place = fc.record({
  createMs: fc.integer({ min: 0, max: 5 }),
  id: fc.constantFrom('a', 'b', 'c'),
});
const key = ({ createMs, id }: ListPlace) => `${createMs}-${id}`;

describe('insert and remove', () => {
  it('keep what sorting all of them would give', () => {
    const change = fc.record({ place, gone: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const ordered: ListPlace[] = [];
        const known = new Map<string, ListPlace>();
        for (const { place: entry, gone } of changes) {
          if (gone) {
            remove(ordered, entry);
            known.delete(key(entry));
          } else {
            insert(ordered, entry);
            known.set(key(entry), entry);
          }
        }
        expect(ordered).toEqual([...known.values()].sort(byNewest));
      }),
    );
  });

  it('put the new entry in the place of the old one', () => {
    const ordered = [{ createMs: 1, id: 'a', state: 'queued' }];
    insert(ordered, { createMs: 1, id: 'a', state: 'running' });
    expect(ordered).toEqual([{ createMs: 1, id: 'a', state: 'running' }]);
  });
});

describe('countBefore', () => {
  it('counts newer ones, and of the same time those with a smaller id', () => {
    const ordered = [
      { createMs: 9, id: 'z' },
      { createMs: 5, id: 'a' },
      { createMs: 5, id: 'c' },
    ];
    expect(countBefore(ordered, { createMs: 10, id: 'a' })).toBe(0);
    expect(countBefore(ordered, { createMs: 5, id: 'b' })).toBe(2);
    expect(countBefore(ordered, { createMs: 0, id: 'a' })).toBe(3);
  });
});
