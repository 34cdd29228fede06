import { Cusum, type CusumState } from './cusum.js';
import { MovingDistance } from './moving-distance.js';
import { levelOf, type Figure, type Normal, type Observation } from './normal.js';
import { countsByBin, stabilityIndex } from './stability.js';

/** How far a machine is from its normal after a window. */
export interface Departure {
  /** Moving distance over its limit: above 1 the machine has changed. */
  score: number;
  /** Whether the score is above 1 or a figure has shifted for good. */
  changed: boolean;
  shifts: Record<Figure, CusumState['change']>;
}

/**
 * k and h of the sums, in deviations: shifts of two, and with independent windows a false alarm in 10⁹. The usual 0.5 and 5 would give one in 465
 * windows, which are less than a minute here. A single strange window counts as 4 deviations: four in a row are a shift.
 */
const sums = { slack: 1, threshold: 10, largest: 4 };

/** Windows whose unknown scores are compared with the normal's, and how many there must be. */
const compared = { most: 300, fewest: 200 };

/** Holds the windows of a stream against what its machine is like. Needs no engine; remembers one vector, six sums and the last scores. */
export class NormalWatch {
  private readonly moving: MovingDistance;
  private readonly cusums: Record<Figure, Cusum>;
  private scores: number[] = [];

  constructor(private readonly normal: Normal) {
    this.moving = new MovingDistance(normal.cloud);
    const cusum = (figure: Figure) => new Cusum({ ...normal.figures[figure], ...sums });
    this.cusums = {
      rms: cusum('rms'),
      kurtosis: cusum('kurtosis'),
      unknownScore: cusum('unknownScore'),
    };
  }

  /** Takes the next usable window. */
  push(observation: Observation): Departure {
    const score = this.moving.push(observation.coordinates) / this.normal.limit;
    const shift = (figure: Figure) => this.cusums[figure].push(levelOf(observation, figure)).change;
    const shifts = {
      rms: shift('rms'),
      kurtosis: shift('kurtosis'),
      unknownScore: shift('unknownScore'),
    };
    this.scores.push(observation.unknownScore);
    if (this.scores.length > compared.most) this.scores.shift();
    const changed = score > 1 || Object.values(shifts).some((change) => change !== 'none');
    return { score, changed, shifts };
  }

  /** Population stability index of the last 300 unknown scores; undefined before there are 200. */
  stabilityIndex(): number | undefined {
    if (this.scores.length < compared.fewest) return undefined;
    const { edges, counts } = this.normal.scores;
    return stabilityIndex(counts, countsByBin(this.scores, edges));
  }
}
