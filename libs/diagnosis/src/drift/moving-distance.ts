import { PolymathError } from '@polymath/errors';
import type { Saveable, Snapshot } from '@polymath/tensor';
import { badShares, badUnless, refuse } from '../checks.js';
import { inverseRoot, mahalanobis, type Gaussian } from '../novelty/index.js';
import type { Baseline } from './baseline.js';

/** Settings of {@link MovingDistance}. */
export interface MovingDistanceSettings {
  /** α, share of the newest vector in the moving mean, 0 to 1. */
  weight: number;
  /** Of the covariance towards its diagonal, 0 to 1. */
  shrinkage: number;
}

/** α = 0.05, shrinkage 0.3. */
export const movingDistanceDefaults: MovingDistanceSettings = { weight: 0.05, shrinkage: 0.3 };

/**
 * How far a machine is from its baseline: the Mahalanobis distance of the exponentially weighted mean of its feature vectors, in units of what it
 * is on average while nothing changes (multivariate EWMA, Lowry et al. 1992: its covariance is α/(2-α) of the vectors').
 */
export class MovingDistance implements Saveable {
  private readonly cloud: Gaussian;
  private readonly weight: number;
  private current: Float64Array;

  /**
   * @param of a baseline, whose covariance is turned into a root here, or the mean and root of one, which needs no engine
   * @throws invalid-input for bad settings, or a baseline of fewer than two vectors
   */
  constructor(of: Baseline | Gaussian, settings: MovingDistanceSettings = movingDistanceDefaults) {
    const { weight, shrinkage } = settings;
    refuse(
      badShares({ weight }),
      badUnless(
        shrinkage >= 0 && shrinkage <= 1,
        'shrinkage',
        `must lie in 0 to 1, got ${shrinkage}`,
      ),
      'root' in of ? [] : tooFew(of),
    );
    this.cloud = 'root' in of ? of : cloudOf(of, shrinkage);
    this.weight = weight;
    this.current = of.mean.slice();
  }

  /** The moving mean, [size]. */
  get mean(): Float64Array {
    return this.current.slice();
  }

  /** Takes the next vector and gives the distance; about 1 at most while nothing changes. */
  push(vector: ArrayLike<number>): number {
    const { weight } = this;
    this.current = this.current.map((value, j) => value + weight * (vector[j]! - value));
    const scale = (2 - weight) / weight / this.current.length;
    return Math.sqrt(scale) * mahalanobis(this.cloud, this.current);
  }

  save(): Snapshot {
    const data = this.current.slice();
    return {
      tensors: new Map([['mean', { dtype: 'float64', shape: [data.length], data }]]),
      state: null,
    };
  }

  /** @throws corrupt-data when the state is of vectors of another size */
  load({ tensors }: Snapshot): void {
    const data = tensors.get('mean')?.data;
    if (!(data instanceof Float64Array) || data.length !== this.current.length)
      throw new PolymathError(
        'corrupt-data',
        `moving distance: expected a mean of ${this.current.length}`,
      );
    this.current = data.slice();
  }
}

/**
 * The mean of a baseline, and the root of its inverse covariance.
 * @throws invalid-input for fewer than two vectors
 */
export function cloudOf(baseline: Baseline, shrinkage: number): Gaussian {
  refuse(tooFew(baseline));
  const { size, mean, covariance } = baseline;
  return { mean, root: inverseRoot(covariance, size, shrinkage) };
}

const tooFew = ({ count }: Baseline) =>
  badUnless(count >= 2, 'baseline', `must hold at least 2 vectors, got ${count}`);
