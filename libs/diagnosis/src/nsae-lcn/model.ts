import { allFeatures, type FilterBank, type LcnSettings } from '../lcn/index.js';
import {
  adjustLevels,
  type LevelSettings,
  type Rows,
  type Windows,
} from '../preprocessing/index.js';
import {
  probabilitiesOf,
  scores,
  standardizeFeatures,
  type Recognizer,
  type Standardizer,
} from '../recognizer/index.js';
import { PolymathError } from '@polymath/errors';

/** All that it takes to name the condition of a window. Plain numbers: it holds nothing in the engine. */
export interface NsaeLcnModel {
  /** Samples a window. */
  windowLength: number;
  levels: LevelSettings;
  bank: FilterBank;
  features: LcnSettings;
  standardizer: Standardizer;
  recognizer: Recognizer;
  /** Names of the conditions, in the order of the scores. */
  classes: readonly string[];
}

/** Standardised features of raw windows: rows of [features]. */
export function modelFeatures(model: NsaeLcnModel, windows: Windows): Rows {
  if (windows.length !== model.windowLength) {
    const message = `expected windows of ${model.windowLength} samples, got ${windows.length}`;
    throw new PolymathError('invalid-input', message);
  }
  const leveled = adjustLevels(windows, model.levels);
  const values = allFeatures(model.bank, leveled, model.features);
  const length = model.standardizer.mean.length;
  return standardizeFeatures({ count: windows.count, length, values }, model.standardizer);
}

/** Scores of each class before the soft-max, of raw windows: rows of [classes]. */
export const modelScores = (model: NsaeLcnModel, windows: Windows): Rows =>
  scores(model.recognizer, modelFeatures(model, windows));

/**
 * Probabilities of each class, of raw windows: rows of [classes].
 * @param temperature divides the scores; 1 unless given (see `calibration`)
 */
export const diagnose = (model: NsaeLcnModel, windows: Windows, temperature = 1): Rows =>
  probabilitiesOf(modelScores(model, windows), temperature);
