import { describe, expect, it } from 'vitest';
import { readOptions } from './options.js';

describe('readOptions', () => {
  it('needs no option', () => {
    expect(readOptions([])).toEqual({ runs: 1, seed: 1, cluster: false });
  });

  it('takes each option', () => {
    const args = ['--runs', '50', '--seed', '0', '--cluster'];
    expect(readOptions(args)).toEqual({ runs: 50, seed: 0, cluster: true });
  });

  it('knows a question for help', () => {
    expect(readOptions(['--help'])).toBe('help');
  });

  it('refuses a number that is none', () => {
    const message = '--runs must be a whole number of at least 1, got "many"';
    expect(() => readOptions(['--runs', 'many'])).toThrow(message);
  });

  it('refuses an option that it does not know', () => {
    expect(() => readOptions(['--sed', '1'])).toThrow('--sed');
  });
});
