import { floatsOf, randomStream, tidy, type Shape } from '@polymath/tensor';
import { arraySource, type InputSource } from '../classifier/input-source.js';
import { checkCounts } from '../classifier/settings.js';

/** U(-1, 1), or N(0, 1), for each value in the classifier's normalised input space. */
export type NoiseKind = 'uniform' | 'gaussian';

/** What noise is drawn. */
export interface NoiseOptions {
  samples: number;
  /** Of one input, e.g. [32, 32, 1]. */
  shape: Shape;
  seed: number;
  /** Tells the draws of one seed apart, e.g. `held out`. */
  name: string;
}

/**
 * Inputs of independent noise: the baselines of Yoo et al. 2019, section 4.1.
 * @throws invalid-input when `samples` is no whole number of at least 1
 */
export function noiseSource(kind: NoiseKind, options: NoiseOptions): InputSource {
  const { samples, shape, seed, name } = options;
  checkCounts({ samples });
  const random = randomStream(seed, `noise/${name}`);
  const all = [samples, ...shape];
  const values = tidy(() =>
    floatsOf(kind === 'uniform' ? random.uniform(all, -1, 1) : random.normal(all)),
  );
  return arraySource(values, shape);
}
