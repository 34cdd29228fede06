import {
  coordinatesIn,
  Cusum,
  indicatorsOf,
  learnNormal,
  modelFeatures,
  Moments,
  noveltyScores,
  NormalWatch,
  probabilitiesOf,
  rowOf,
  scores,
  type NoveltyDetector,
  type NsaeLcnModel,
  type Observation,
  type Rows,
} from '@polymath/diagnosis';

/** How windows become what detectors see. */
export interface Eyes {
  model: NsaeLcnModel;
  novelty: NoveltyDetector;
}

/** What detectors see of windows, a part at a time. */
export function see({ model, novelty }: Eyes, windows: Rows): Observation[] {
  const features = modelFeatures(model, windows);
  const probabilities = probabilitiesOf(scores(model.recognizer, features));
  const unknownScores = noveltyScores(novelty, { features, probabilities });
  const { components } = novelty.subspace;
  const points = coordinatesIn(novelty.subspace, features);
  return Array.from({ length: windows.count }, (_, i) => {
    const moments = new Moments();
    moments.push(rowOf(windows, i));
    const { rms, kurtosis } = indicatorsOf(moments)!;
    const coordinates = points.slice(i * components, (i + 1) * components);
    return { coordinates, rms, kurtosis, unknownScore: unknownScores[i]! };
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

/** Settings of the sums that are compared: the usual ones, and those of {@link NormalWatch}, here without its bound of a single window. */
const sums = [
  { slack: 0.5, threshold: 5 },
  { slack: 1, threshold: 10 },
] as const;

/** All detectors at one operating point. */
export class Watch {
  private readonly watch: NormalWatch;
  private readonly sums: readonly (readonly [Detector, 'rms' | 'kurtosis', Cusum])[];
  private isFar = false;

  /** @param healthy what was seen while the baseline was learned */
  constructor(healthy: readonly Observation[]) {
    const normal = learnNormal(healthy);
    this.watch = new NormalWatch(normal);
    const { rms, kurtosis } = normal.figures;
    this.sums = sums.flatMap(({ slack, threshold }) => {
      const setting = `CUSUM k ${slack} h ${threshold}` as const;
      return [
        [`RMS, ${setting}`, 'rms', new Cusum({ ...rms, slack, threshold })],
        [`kurtosis, ${setting}`, 'kurtosis', new Cusum({ ...kurtosis, slack, threshold })],
      ] as [Detector, 'rms' | 'kurtosis', Cusum][];
    });
  }

  /** Takes the next window and gives the detectors that begin to call it a change; a sum begins anew after each. */
  push(seen: Observation): Detector[] {
    const alarms: Detector[] = [];
    const isFar = this.watch.push(seen).score > 1;
    if (isFar && !this.isFar) alarms.push('moving distance');
    this.isFar = isFar;
    for (const [name, figure, sum] of this.sums) {
      if (sum.push(Math.log(seen[figure])).change === 'none') continue;
      sum.reset();
      alarms.push(name);
    }
    return alarms;
  }
}
