import type { Training } from '@polymath/tensor';
import {
  checkWindows,
  type LabelledWindows,
  type Rows,
  type Windows,
} from '../preprocessing/index.js';
import {
  learnStandardizer,
  scores,
  standardizeFeatures,
  trainRecognizer,
  type RecognizerConfig,
} from '../recognizer/index.js';
import { trivialFeatures, type TrivialKind } from './features.js';

/** A training that ends in a recogniser of trivial features. */
export interface TrivialTraining extends Training {
  /** Scores of each class, of raw windows: rows of [classes]. */
  scores(windows: Windows): Rows;
}

/** The same soft-max as the method's, on features that nothing was learned for: what any method must beat. */
export function trainTrivial(
  kind: TrivialKind,
  config: RecognizerConfig,
  windows: LabelledWindows,
  seed: number,
): TrivialTraining {
  checkWindows(windows);
  const features = trivialFeatures(kind, windows);
  const standardizer = learnStandardizer(features, false);
  const { count, length } = features;
  const sizes = { windows: count, features: length, classes: windows.classes.length };
  const training = trainRecognizer(config, sizes, seed);
  training.begin(standardizeFeatures(features, standardizer), windows.labels);
  return Object.assign(training, {
    scores: (others: Windows) =>
      scores(
        training.recognizer(),
        standardizeFeatures(trivialFeatures(kind, others), standardizer),
      ),
  });
}
