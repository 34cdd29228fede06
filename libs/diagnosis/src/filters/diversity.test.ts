import { describe, expect, it } from 'vitest';
import { orthonormalFilters } from '../nsae/index.js';
import { bandsOf, filterSpectrum } from './bands.js';
import { diversityOf, nearestShiftedTwin } from './diversity.js';

const filters = (...rows: number[][]) => ({
  outputs: rows.length,
  inputs: rows[0]!.length,
  values: Float32Array.from(rows.flat()),
});

describe('diversityOf', () => {
  it('is worked out by hand: cosines 0.6, 0 and 0.8', () => {
    const { meanCosine, nearestTwin, orthonormalityError, histogram } = diversityOf(
      filters([2, 0], [0.6, 0.8], [0, 5]),
      4,
    );
    expect(meanCosine).toBeCloseTo((0.6 + 0.8) / 3, 6);
    expect(nearestTwin).toBeCloseTo((0.6 + 0.8 + 0.8) / 3, 6);
    // WᵀW - I = [[3.36, 0.48], [0.48, 24.64]]
    expect(orthonormalityError).toBeCloseTo(Math.sqrt((3.36 ** 2 + 2 * 0.48 ** 2 + 24.64 ** 2) / 2), 4); // prettier-ignore
    expect(histogram).toEqual([1, 0, 1, 1]);
  });

  it('is 0 for orthonormal filters', () => {
    const { nearestTwin, orthonormalityError } = diversityOf(orthonormalFilters(30, 30, 1));
    expect(Math.max(nearestTwin, orthonormalityError)).toBeLessThan(1e-6);
  });
});

describe('nearestShiftedTwin', () => {
  it('finds a copy that is shifted, where the cosine does not', () => {
    const shifted = filters([1, 2, 0, 0], [0, 0, 1, 2]);
    expect(diversityOf(shifted).nearestTwin).toBe(0);
    expect(nearestShiftedTwin(shifted)).toBeCloseTo(1, 6);
  });
});

describe('bandsOf', () => {
  const wave = (hertz: number) =>
    Array.from({ length: 256 }, (_, t) => Math.exp(-(((t - 128) / 40) ** 2)) * Math.cos((2 * Math.PI * hertz * t) / 12_000)); // prettier-ignore

  it('finds centres in hertz and sorts by them', () => {
    const bands = bandsOf(filters(wave(3000), wave(800)), 12_000);
    expect(bands.map(({ filter }) => filter)).toEqual([1, 0]);
    expect(bands.map(({ centreHz }) => Math.round(centreHz / 10))).toEqual([80, 300]);
    // A Gaussian exp(-(t/τ)²) has the power spectrum exp(-2(πfτ)²): twice its deviation is 1/(πτ).
    expect(bands[0]!.widthHz).toBeCloseTo(12_000 / (Math.PI * 40), 0);
  });

  it('gives spectra up to half the sampling rate', () => {
    const { frequenciesHz, magnitudes } = filterSpectrum(filters(wave(3000)), 0, 12_000);
    expect(frequenciesHz.at(-1)).toBe(6000);
    const peak = magnitudes.indexOf(Math.max(...magnitudes));
    expect(frequenciesHz[peak]).toBe(3000);
  });
});
