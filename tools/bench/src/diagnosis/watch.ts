import {
  Baseline,
  coordinatesIn,
  Cusum,
  indicatorsOf,
  modelFeatures,
  Moments,
  MovingDistance,
  rowOf,
  type NsaeLcnModel,
  type Rows,
  type Subspace,
} from '@polymath/diagnosis';

/** What a detector sees of a window. */
export interface Seen {
  /** Of its features in the principal components, [components]. */
  coordinates: Float64Array;
  /** Logarithms. */
  rms: number;
  kurtosis: number;
}

/** How windows become what detectors see. */
export interface Eyes {
  model: NsaeLcnModel;
  subspace: Subspace;
}

/** What detectors see of windows, a part at a time. */
export function see({ model, subspace }: Eyes, windows: Rows): Seen[] {
  const { components } = subspace;
  const points = coordinatesIn(subspace, modelFeatures(model, windows));
  return Array.from({ length: windows.count }, (_, i) => {
    const moments = new Moments();
    moments.push(rowOf(windows, i));
    const { rms, kurtosis } = indicatorsOf(moments)!;
    const coordinates = points.slice(i * components, (i + 1) * components);
    return { coordinates, rms: Math.log(rms), kurtosis: Math.log(kurtosis) };
  });
}

/** Names of the detectors. */
export const detectors = [
  'moving distance',
  'RMS, CUSUM k 0.5 h 5',
  'kurtosis, CUSUM k 0.5 h 5',
  'RMS, CUSUM k 1 h 10',
  'kurtosis, CUSUM k 1 h 10',
] as const;

/** One of {@link detectors}. */
export type Detector = (typeof detectors)[number];

/** √(χ²/20): 99.99 % of moving distances of independent windows in 20 components lie below. */
const leastLimit = 1.62;

/** Of the farthest that a healthy machine went while it was learned. */
const margin = 1.5;

/** All detectors at one operating point. */
export class Watch {
  private readonly moving: MovingDistance;
  private readonly limit: number;
  private readonly sums: readonly (readonly [Detector, 'rms' | 'kurtosis', Cusum])[];
  private isFar = false;

  /** @param healthy what was seen while the baseline was learned */
  constructor(healthy: readonly Seen[]) {
    const baseline = new Baseline(healthy[0]!.coordinates.length);
    for (const { coordinates } of healthy) baseline.push(coordinates);
    const settling = new MovingDistance(baseline);
    const farthest = Math.max(...healthy.map(({ coordinates }) => settling.push(coordinates)));
    this.limit = Math.max(leastLimit, margin * farthest);
    this.moving = new MovingDistance(baseline);
    const figure = (name: 'rms' | 'kurtosis') => spreadOf(healthy.map((seen) => seen[name]));
    const [rms, kurtosis] = [figure('rms'), figure('kurtosis')];
    const wide = { slack: 1, threshold: 10 };
    this.sums = [
      ['RMS, CUSUM k 0.5 h 5', 'rms', new Cusum(rms)],
      ['kurtosis, CUSUM k 0.5 h 5', 'kurtosis', new Cusum(kurtosis)],
      ['RMS, CUSUM k 1 h 10', 'rms', new Cusum({ ...rms, ...wide })],
      ['kurtosis, CUSUM k 1 h 10', 'kurtosis', new Cusum({ ...kurtosis, ...wide })],
    ];
  }

  /** Takes the next window and gives the detectors that begin to call it a change; a sum begins anew after each. */
  push(seen: Seen): Detector[] {
    const alarms: Detector[] = [];
    const isFar = this.moving.push(seen.coordinates) > this.limit;
    if (isFar && !this.isFar) alarms.push('moving distance');
    this.isFar = isFar;
    for (const [name, figure, sum] of this.sums) {
      if (sum.push(seen[figure]).change === 'none') continue;
      sum.reset();
      alarms.push(name);
    }
    return alarms;
  }
}

function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
