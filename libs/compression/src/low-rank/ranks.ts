import { PolymathError } from '@polymath/errors';
import { evbmf } from './evbmf.js';
import type { Sides, Spectrum } from './unfolding.js';

/** How the ranks of a layer are chosen. */
export type RankRule =
  /** By {@link evbmf}, at least 1; plus `weakening`, 0 (default) to 1, of the way from there to the full rank, truncated. */
  | { rule: 'evbmf'; weakening?: number }
  /**
   * As given; for a dense layer `in` is the rank and `out`, if given, must equal it. `twoSided`: a dense layer has two ranks and
   * becomes three layers, none left out, as in the published code of KegNet.
   */
  | { rule: 'fixed'; in: number; out?: number; twoSided?: boolean }
  /** The smallest that keep this share of each unfolding's squared singular values, in (0, 1]. */
  | { rule: 'energy'; share: number }
  /** This fraction of the channels, in (0, 1], truncated, at least 1. */
  | { rule: 'fraction'; fraction: number };

/** The singular values of a matrix, and its sides. */
export type SingularValues = Pick<Spectrum, 'values' | 'rows' | 'columns'>;

/**
 * The ranks of a convolution over its input and output channels. Those that are estimated never exceed places times the other.
 * @throws invalid-input for a rule whose numbers are out of range
 */
export function chooseRanks(
  rule: RankRule,
  places: number,
  spectra: Sides<SingularValues>,
): Sides<number> {
  if (rule.rule === 'fixed') {
    if (rule.out === undefined) throw invalid('ranks in and out are needed, got in alone');
    return { in: rule.in, out: rule.out };
  }
  const [inward, outward] = [estimate(rule, spectra.in), estimate(rule, spectra.out)];
  return { in: Math.min(inward, places * outward), out: Math.min(outward, places * inward) };
}

/**
 * The rank of a dense layer.
 * @throws invalid-input for a rule whose numbers are out of range
 */
export function chooseRank(rule: RankRule, spectrum: SingularValues): number {
  if (rule.rule !== 'fixed') return estimate(rule, spectrum);
  const { in: rank, out = rank } = rule;
  const limit = spectrum.values.length;
  if (out !== rank) throw invalid(`a dense layer has one rank, got in ${rank} and out ${out}`);
  if (!Number.isInteger(rank) || rank < 1 || rank > limit) {
    throw invalid(`rank must be 1 to ${limit}, got ${rank}`);
  }
  return rank;
}

function estimate(
  rule: Exclude<RankRule, { rule: 'fixed' }>,
  { values, rows, columns }: SingularValues,
): number {
  const full = values.length;
  switch (rule.rule) {
    case 'evbmf': {
      const { weakening = 0 } = rule;
      if (!(weakening >= 0 && weakening <= 1))
        throw invalid(`weakening must be 0 to 1, got ${weakening}`);
      const rank = Math.max(evbmf(values, rows, columns).rank, 1);
      return Math.trunc(rank + weakening * (full - rank));
    }
    case 'energy':
      checkShare('share', rule.share);
      return rankKeeping(values, rule.share);
    case 'fraction':
      checkShare('fraction', rule.fraction);
      return Math.min(Math.max(Math.trunc(rule.fraction * rows), 1), full);
  }
}

/** The smallest rank that keeps a share of the squared singular values. */
function rankKeeping(values: Float64Array, share: number): number {
  const total = values.reduce((sum, value) => sum + value ** 2, 0);
  let rank = values.length;
  // Summed from the smallest, so that a share of 1 drops nothing but zeros.
  for (let dropped = 0; rank > 1; rank--) {
    dropped += values[rank - 1]! ** 2;
    if (dropped > (1 - share) * total) break;
  }
  return rank;
}

function checkShare(name: string, value: number): void {
  if (!(value > 0 && value <= 1))
    throw invalid(`${name} must be above 0 and at most 1, got ${value}`);
}

const invalid = (message: string) => new PolymathError('invalid-input', message);
