import { describe, expect, it } from 'vitest';
import { amount, choice, count, flag, names, optionalCount, seed, seeds, text } from './option.js';
import { readOptions } from './read-options.js';

const options = {
  rounds: count('turns', 3),
  rank: optionalCount('rank'),
  seed: seed('of all', 7),
  seeds: seeds('of the runs', [1, 2]),
  learningRate: amount('rate', 1e-3),
  beta: amount('weight', 0, { orZero: true }),
  rows: choice('rows', ['first', 'all'], 'all'),
  only: names('parts', ['jobs', 'blobs']),
  file: text('table', 'FILE', undefined),
  short: flag('little'),
};
const fallbacks = {
  ...{ rounds: 3, rank: undefined, seed: 7, seeds: [1, 2], learningRate: 0.001, beta: 0 },
  ...{ rows: 'all', only: ['jobs', 'blobs'], file: undefined, short: false },
};

describe('readOptions', () => {
  it('needs no option', () => {
    expect(readOptions(options, [])).toEqual(fallbacks);
  });

  it('takes each option, with a space or an equals sign before its value', () => {
    const args =
      '--rounds 1 --rank=5 --seed 0 --seeds 3,0 --learning-rate 2e-4 --beta 0 --rows first --only blobs --file=a.csv --short';
    expect(readOptions(options, args.split(' '))).toEqual({
      ...{ rounds: 1, rank: 5, seed: 0, seeds: [3, 0], learningRate: 2e-4, beta: 0 },
      ...{ rows: 'first', only: ['blobs'], file: 'a.csv', short: true },
    });
  });

  it('takes the last of an option that is given twice', () => {
    expect(readOptions(options, ['--rounds', '1', '--rounds', '2']).rounds).toBe(2);
  });

  it.each([
    ['--rounds 0', '--rounds must be a whole number of at least 1, got "0"'],
    ['--rounds -1', '--rounds must be a whole number of at least 1, got "-1"'],
    ['--rounds 1.5', '--rounds must be a whole number of at least 1, got "1.5"'],
    ['--rounds', '--rounds must be a whole number of at least 1, got nothing'],
    ['--rank many', '--rank must be a whole number of at least 1, got "many"'],
    ['--seed -1', '--seed must be a whole number of at least 0, got "-1"'],
    [
      '--seeds 1,,2',
      '--seeds must be whole numbers of at least 0 with commas between them, got "1,,2"',
    ],
    ['--learning-rate 0', '--learning-rate must be a number above 0, got "0"'],
    ['--learning-rate 1e999', '--learning-rate must be a number above 0, got "1e999"'],
    ['--beta 0x1', '--beta must be a number of at least 0, got "0x1"'],
    ['--rows some', '--rows must be one of first, all, got "some"'],
    ['--only jobs,tea', '--only must be of jobs, blobs, with commas between them, got "jobs,tea"'],
    ['--file --short', '--file must be a file, got "--short"'],
    ['--short=no', '--short must be without a value, got "no"'],
    ['--learningRate=1', '--learningRate is no option'],
    ['-r', '-r is no option'],
    ['fast', '"fast" is no option'],
  ])('refuses %s', (line, message) => {
    expect(() => readOptions(options, line.split(' '))).toThrow(new Error(message));
  });

  it('names all that is wrong at once', () => {
    const message = '--rounds must be a whole number of at least 1, got "x"\n--fast is no option';
    expect(() => readOptions(options, ['--rounds', 'x', '--fast', '3'])).toThrow(
      new Error(message),
    );
  });
});
