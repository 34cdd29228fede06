import { describe, expect, it } from 'vitest';
import { readSoakOptions } from './options.js';

describe('readSoakOptions', () => {
  it('needs no option', () => {
    expect(readSoakOptions([])).toEqual({ minutes: 30, seed: 1 });
  });

  it('takes each option', () => {
    expect(readSoakOptions(['--minutes', '1.5', '--seed', '0'])).toEqual({ minutes: 1.5, seed: 0 });
  });

  it('knows a question for help', () => {
    expect(readSoakOptions(['--help'])).toBe('help');
  });

  it('refuses a time that is too short for a fit', () => {
    const message = '--minutes must be a number of at least 1, got "0.5"';
    expect(() => readSoakOptions(['--minutes', '0.5'])).toThrow(message);
  });

  it('refuses a seed that is none', () => {
    const message = '--seed must be a whole number of at least 0, got "x"';
    expect(() => readSoakOptions(['--seed', 'x'])).toThrow(message);
  });
});
