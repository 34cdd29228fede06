import { accuracyOf, calibrationError, fitNovelty, fitTemperature, modelFeatures, modelScores, noveltyDefaults, probabilitiesOf, reliability, type NoveltyDetector, type NsaeLcnModel, type ReliabilityBin, type Rows } from '@polymath/diagnosis'; // prettier-ignore
import type { Sides } from './measure.js';

/** What held-out windows say of a model. */
export interface Calibrated {
  temperature: number;
  novelty: NoveltyDetector;
  /** Expected calibration error on the held-out windows, at temperature 1 and at the one that was found there. */
  calibrationError: { before: number; after: number };
  /** The bins that the errors are sums over. */
  reliability: { before: ReliabilityBin[]; after: ReliabilityBin[] };
}

/** Temperature and limits of the unknown, from windows that did not teach. */
export function calibrate(model: NsaeLcnModel, { train, test }: Sides): Calibrated {
  const scores = modelScores(model, test);
  const temperature = temperatureOf(scores, test.labels);
  const known = (windows: Sides['train']) => ({
    features: modelFeatures(model, windows),
    probabilities: probabilitiesOf(modelScores(model, windows), temperature),
    labels: windows.labels,
  });
  const errorAt = (divisor: number) =>
    calibrationError(probabilitiesOf(scores, divisor), test.labels);
  const binsAt = (divisor: number) => reliability(probabilitiesOf(scores, divisor), test.labels);
  return {
    temperature,
    novelty: fitNovelty(known(train), noveltyDefaults, known(test)),
    calibrationError: { before: errorAt(1), after: errorAt(temperature) },
    reliability: { before: binsAt(1), after: binsAt(temperature) },
  };
}

/**
 * The temperature that held-out windows ask for, or 1 where each of them is recognised: their likelihood then only grows with certainty, and
 * how often the model errs elsewhere they do not tell.
 */
function temperatureOf(scores: Rows, labels: Int32Array): number {
  return accuracyOf(scores, labels) < 1 ? fitTemperature(scores, labels) : 1;
}
