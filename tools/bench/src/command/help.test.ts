import { describe, expect, it } from 'vitest';
import { helpOf } from './help.js';
import { count, flag, names, optionalCount } from './option.js';

const help = helpOf({
  name: 'bench:tea',
  what: 'How soon tea is there.',
  needs: 'water',
  takes: 'a minute',
  options: {
    rounds: count('turns', 3),
    coldRank: optionalCount('rank; without it the published one'),
    only: names('parts', ['black', 'green']),
    short: flag('little'),
  },
});

describe('helpOf', () => {
  it('says what a command does, takes and needs', () => {
    expect(help).toBe(
      `npm run bench:tea -- [options]

How soon tea is there.

  --rounds N       turns (3)
  --cold-rank N    rank; without it the published one
  --only NAME,...  parts: black, green (all)
  --short          little
  --help           this text

Needs water.

Takes a minute.`,
    );
  });

  it('breaks long texts at 100 columns and goes on below their beginning', () => {
    const long = { long: count(Array.from({ length: 40 }, () => 'word').join(' '), 1) };
    const whole = { name: 'bench:tea', what: 'Tea.', needs: 'water', takes: 'long', options: long };
    const [first, second] = helpOf(whole).split('\n').slice(4, 6);
    expect(first).toBe(`  --long N  ${Array.from({ length: 17 }, () => 'word').join(' ')}`);
    expect(second).toMatch(/^ {12}word word/);
  });
});
