import { modelFeatures, noveltyScores, probabilitiesOf, scores, type Rows, type Windows } from '@polymath/diagnosis'; // prettier-ignore
import type { Diagnoser } from '../inputs/diagnoser-file.js';

/** What a diagnoser says of windows. */
export interface Judged {
  /** Standardised, rows of [features]. */
  features: Rows;
  /** Calibrated, rows of [conditions]. */
  probabilities: Rows;
  /** [windows]; above 1 the condition is none that was taught. */
  unknownScores: Float64Array;
}

/** What a diagnoser says of raw windows that are usable. */
export function judge({ model, novelty, card }: Diagnoser, windows: Windows): Judged {
  const features = modelFeatures(model, windows);
  const probabilities = probabilitiesOf(scores(model.recognizer, features), card.temperature);
  return {
    features,
    probabilities,
    unknownScores: noveltyScores(novelty, { features, probabilities }),
  };
}
