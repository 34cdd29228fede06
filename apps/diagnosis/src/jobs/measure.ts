import { accuracyOf, balancedAccuracy, confusionMatrix, labelledWindows, largestOf, trainTrivial, type Diversity, type LabelledWindows, type NsaeLcnConfig, type Rows, type TrivialKind, type WindowSet } from '@polymath/diagnosis'; // prettier-ignore
import type { Turn } from './in-turn.js';
import type { ProtocolSplit } from './splits.js';

/** How well one method did on one split. */
export interface Measured {
  protocol: string;
  split: string;
  /** What of the test windows the training windows know already. */
  leaks: string;
  method: string;
  trainingWindows: number;
  testWindows: number;
  /** 0 to 1. */
  accuracy: number;
  /** Mean over classes of the share that was recognised, 0 to 1. */
  balancedAccuracy: number;
  /** In the order of `confusion`. */
  classes: readonly string[];
  /** Windows of each class (rows) taken for each (columns). */
  confusion: number[][];
  /** How different its filters are, as they act on the raw signal; the trivial methods have none. */
  diversity?: Omit<Diversity, 'histogram'>;
}

/** The windows of a split. */
export interface Sides {
  train: LabelledWindows;
  test: LabelledWindows;
}

export const sidesOf = (set: WindowSet, { split }: ProtocolSplit): Sides => ({
  train: labelledWindows(set, split.train, split.target),
  test: labelledWindows(set, split.test, split.target),
});

/** What scores of the test windows are worth. */
export function measured(
  { protocol, split }: ProtocolSplit,
  method: string,
  { test }: Sides,
  scores: Rows,
): Measured {
  const predicted = largestOf(scores);
  return {
    ...{ protocol, split: split.name, leaks: split.leaks, method },
    ...{ trainingWindows: split.train.length, testWindows: split.test.length },
    accuracy: accuracyOf(scores, test.labels),
    balancedAccuracy: balancedAccuracy(predicted, test.labels),
    classes: test.classes,
    confusion: confusionMatrix(predicted, test.labels, test.classes.length),
  };
}

/** How a measurement is told in the log. */
export function tell(result: Measured): { note: string; metrics: Record<string, number> } {
  const { method, protocol, split, accuracy, testWindows } = result;
  const percent = (100 * accuracy).toFixed(1);
  const note = `${method}, ${protocol} (${split}): ${percent} % of ${testWindows} windows`;
  return { note, metrics: { accuracy } };
}

/** What any method must beat, on the same windows and with the same recogniser. */
export function trivialTurn(
  kind: TrivialKind,
  config: NsaeLcnConfig,
  set: WindowSet,
  split: ProtocolSplit,
): Turn<Measured> {
  const method = { spectrum: 'SPEC', statistics: 'STAT' }[kind];
  return {
    name: `${split.split.name}, ${method}`,
    tell,
    begin: () => {
      const sides = sidesOf(set, split);
      const training = trainTrivial(kind, config.recognizer, sides.train, config.seed);
      const judge = () => measured(split, method, sides, training.scores(sides.test));
      return { training, judge };
    },
  };
}
