import { describe, expect, it } from 'vitest';
import { readOptions } from './options.js';

describe('readOptions', () => {
  it('needs no option', () => {
    const defaults = { seed: 1, mutations: 6000, rpc: '', only: undefined, strangers: true };
    expect(readOptions([])).toEqual(defaults);
  });

  it('takes each option', () => {
    const args = ['--seed', '2', '--mutations', '50', '--rpc', '/Distill', '--only', '7'];
    const given = { seed: 2, mutations: 50, rpc: '/Distill', only: 7, strangers: false };
    expect(readOptions([...args, '--no-strangers'])).toEqual(given);
  });

  it('refuses a number that is none', () => {
    const message = '--mutations must be a whole number of at least 1, got "many"';
    expect(() => readOptions(['--mutations', 'many'])).toThrow(message);
  });
});
