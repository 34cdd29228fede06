import type { FieldViolation } from '@polymath/errors';
import { badCounts, badPositives, badUnless, refuse } from '../checks.js';
import type { LcnSettings } from '../lcn/index.js';
import { badNsaeConfig, nsaeDefaults, type NsaeConfig } from '../nsae/index.js';
import {
  levelDefaults,
  type LevelSettings,
  type ProjectionSettings,
} from '../preprocessing/index.js';
import {
  badRecognizerConfig,
  recognizerDefaults,
  type RecognizerConfig,
} from '../recognizer/index.js';
import { badSaeConfig, saeDefaults, type SaeConfig } from '../sae/index.js';

/** Where the filters come from; `random`: orthonormal ones that nothing is learned for, to compare with. */
export type FilterConfig =
  | ({ kind: 'nsae' } & Omit<NsaeConfig, 'seed'>)
  | ({ kind: 'sae' } & Omit<SaeConfig, 'seed'>)
  | { kind: 'random'; outputs: number };

/** Settings of {@link trainNsaeLcn}. */
export interface NsaeLcnConfig {
  levels: LevelSettings;
  /** Segments that filters are learned from: how many, >= 1, and samples of each, N_in, at most a window's. */
  segments: { count: number; length: number };
  projection: ProjectionSettings;
  filters: FilterConfig;
  features: LcnSettings & {
    /** Whether features are taken as logarithms. */
    logarithm: boolean;
  };
  recognizer: RecognizerConfig;
  seed: number;
}

/** Filters by the normalized sparse autoencoder, objective A. */
export const nsaeFilters: FilterConfig = { kind: 'nsae', ...nsaeDefaults };

/** Filters by the traditional sparse autoencoder. */
export const saeFilters: Extract<FilterConfig, { kind: 'sae' }> = { kind: 'sae', ...saeDefaults };

/** For serving: no whitening, stride 10. */
export const servingConfig: NsaeLcnConfig = {
  levels: levelDefaults,
  segments: { count: 10_000, length: 100 },
  projection: { kind: 'scale' },
  filters: nsaeFilters,
  features: { stride: 10, poolings: ['mean'], logarithm: false },
  recognizer: recognizerDefaults,
  seed: 1,
};

/** As the paper is remembered: whitened segments. */
export const paperConfig: NsaeLcnConfig = {
  ...servingConfig,
  projection: { kind: 'whiten', epsilon: 1e-5 },
};

/**
 * Checks settings against the windows that they are for.
 * @throws invalid-input that names every bad setting
 */
export function checkNsaeLcnConfig(config: NsaeLcnConfig, windowLength: number): void {
  const { segments, projection, features, recognizer } = config;
  const { poolings, stride } = features;
  const { length, count } = segments;
  const unique = new Set(poolings).size === poolings.length && poolings.length > 0;
  refuse(
    badCounts({ 'segments.count': count, 'segments.length': length, 'features.stride': stride }),
    badUnless(
      length <= windowLength,
      'segments.length',
      `must be at most the window's ${windowLength}, got ${length}`,
    ),
    projection.kind === 'whiten' ? badPositives({ 'projection.epsilon': projection.epsilon }) : [],
    badUnless(unique, 'features.poolings', 'must be at least one, each once'),
    within('filters', badFilters(config.filters)),
    within('recognizer', badRecognizerConfig(recognizer)),
  );
}

function badFilters(filters: FilterConfig): FieldViolation[] {
  if (filters.kind === 'nsae') return badNsaeConfig({ ...filters, seed: 0 });
  if (filters.kind === 'sae') return badSaeConfig({ ...filters, seed: 0 });
  return badCounts({ outputs: filters.outputs });
}

const within = (parent: string, bad: readonly FieldViolation[]): FieldViolation[] =>
  bad.map(({ field, description }) => ({ field: `${parent}.${field}`, description }));
