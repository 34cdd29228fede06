import { describe, expect, it } from 'vitest';
import { chooseRank, chooseRanks, type RankRule } from './ranks.js';
import { noisyWaves, singularValuesOf, wildKernel } from './testing.js';
import { spectraOf } from './unfolding.js';

const waves = { values: singularValuesOf(noisyWaves(20, 50, 3, 1)), rows: 20, columns: 50 };
const noise = { values: singularValuesOf(noisyWaves(20, 50, 0, 1)), rows: 20, columns: 50 };
const powers = { values: Float64Array.of(4, 2, 1, 0), rows: 4, columns: 10 }; // squares 16, 4, 1, 0

describe('chooseRank', () => {
  it('takes the rank that EVBMF estimates', () => {
    expect(chooseRank({ rule: 'evbmf' }, waves)).toBe(3);
  });

  it('takes at least 1 where EVBMF finds nothing', () => {
    expect(chooseRank({ rule: 'evbmf' }, noise)).toBe(1);
  });

  it('goes part of the way to the full rank when weakened', () => {
    expect(chooseRank({ rule: 'evbmf', weakening: 0.5 }, waves)).toBe(11); // 3 + 8.5
    expect(chooseRank({ rule: 'evbmf', weakening: 1 }, waves)).toBe(20);
  });

  it('keeps the share of the squared singular values that is asked for', () => {
    expect(chooseRank({ rule: 'energy', share: 16 / 21 }, powers)).toBe(1);
    expect(chooseRank({ rule: 'energy', share: 0.77 }, powers)).toBe(2);
    expect(chooseRank({ rule: 'energy', share: 1 }, powers)).toBe(3);
  });

  it('truncates a fraction of the channels, at least 1', () => {
    expect(chooseRank({ rule: 'fraction', fraction: 0.7 }, powers)).toBe(2);
    expect(chooseRank({ rule: 'fraction', fraction: 0.1 }, powers)).toBe(1);
  });

  it('takes a given rank', () => {
    expect(chooseRank({ rule: 'fixed', in: 2 }, powers)).toBe(2);
  });

  it.each<[RankRule, string]>([
    [{ rule: 'fixed', in: 5 }, 'rank must be 1 to 4, got 5'],
    [{ rule: 'fixed', in: 2, out: 3 }, 'a dense layer has one rank, got in 2 and out 3'],
    [{ rule: 'energy', share: 0 }, 'share must be above 0 and at most 1, got 0'],
    [{ rule: 'fraction', fraction: 1.5 }, 'fraction must be above 0 and at most 1, got 1.5'],
    [{ rule: 'evbmf', weakening: -1 }, 'weakening must be 0 to 1, got -1'],
  ])('refuses %o', (rule, message) => {
    expect(() => chooseRank(rule, powers)).toThrow(message);
  });
});

describe('chooseRanks', () => {
  it('never takes more than places times the other rank', () => {
    const spectra = {
      in: { ...spectraOf(wildKernel([1, 1, 4, 4])).in, values: Float64Array.of(1, 0, 0, 0) },
      out: { ...spectraOf(wildKernel([1, 1, 4, 4])).out, values: Float64Array.of(1, 1, 1, 1) },
    };
    expect(chooseRanks({ rule: 'energy', share: 1 }, 1, spectra)).toEqual({ in: 1, out: 1 });
  });

  it('needs both given ranks', () => {
    const spectra = spectraOf(wildKernel([3, 3, 4, 4]));
    expect(() => chooseRanks({ rule: 'fixed', in: 2 }, 9, spectra)).toThrow(
      'ranks in and out are needed, got in alone',
    );
  });
});
