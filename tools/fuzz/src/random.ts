import { createHash } from 'node:crypto';

/** Numbers that repeat for a seed. */
export interface Random {
  /** A whole number from 0 to below a limit. */
  below(limit: number): number;
  /** Whether something happens that has this chance, from 0 to 1. */
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  bytes(length: number): Buffer;
}

/** A stream of its own for each name: Mulberry32, seeded by the name's SHA-256. */
export function randomOf(...names: readonly (string | number)[]): Random {
  let state = createHash('sha256').update(names.join('\n')).digest().readInt32LE();
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number) => next() % limit;
  return {
    below,
    chance: (probability) => next() / 2 ** 32 < probability,
    pick: (items) => items[below(items.length)]!,
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))),
  };
}
