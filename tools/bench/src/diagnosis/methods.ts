import {
  accuracyOf,
  balancedAccuracy,
  labelledWindows,
  largestOf,
  modelScores,
  recognizerDefaults,
  trainNsaeLcn,
  trainTrivial,
  nsaeFilters,
  paperConfig,
  saeFilters,
  servingConfig,
  type FilterConfig,
  type LabelledWindows,
  type NsaeLcnConfig,
  type NsaeLcnModel,
  type Rows,
  type Split,
  type WindowSet,
} from '@polymath/diagnosis';
import type { Training } from '@polymath/tensor';

/** What is compared: the method, the same with other filters, and features that nothing is learned for. */
export const methods = ['NSAE-LCN', 'SAE-LCN', 'RAND-LCN', 'SPEC', 'STAT'] as const;

/** One of {@link methods}. */
export type Method = (typeof methods)[number];

/** How filters see a window. */
export interface Setting {
  whiten: boolean;
  stride: number;
  logarithm: boolean;
  seed: number;
  segments: number;
  iterations: number;
}

/** The shares of test windows that are recognised, in percent. */
export interface Score {
  accuracy: number;
  balanced: number;
}

/** Trains a method on one side of a split and tests it on the other. */
export async function evaluate(
  method: Method,
  set: WindowSet,
  split: Split,
  setting: Setting,
): Promise<Score> {
  const training = labelledWindows(set, split.train, split.target);
  const test = labelledWindows(set, split.test, split.target);
  const scores = await scoresOf(method, training, test, setting);
  return {
    accuracy: 100 * accuracyOf(scores, test.labels),
    balanced: 100 * balancedAccuracy(largestOf(scores), test.labels),
  };
}

async function scoresOf(
  method: Method,
  training: LabelledWindows,
  test: LabelledWindows,
  setting: Setting,
): Promise<Rows> {
  if (method === 'SPEC' || method === 'STAT') {
    const kind = method === 'SPEC' ? 'spectrum' : 'statistics';
    const trivial = trainTrivial(kind, recognizerDefaults, training, setting.seed);
    await finish(trivial);
    const scores = trivial.scores(test);
    trivial.dispose();
    return scores;
  }
  const learned = trainNsaeLcn(configOf(method, setting), training);
  await finish(learned);
  const scores = modelScores(learned.model(), test);
  learned.dispose();
  return scores;
}

/** The settings of a method of filters. */
export function configOf(method: Method, setting: Setting): NsaeLcnConfig {
  const { whiten, stride, logarithm, seed, segments, iterations } = setting;
  return {
    ...(whiten ? paperConfig : servingConfig),
    segments: { count: segments, length: 100 },
    filters: filtersOf(method, iterations),
    features: { stride, poolings: ['mean'], logarithm },
    seed,
  };
}

function filtersOf(method: Method, iterations: number): FilterConfig {
  const minimizer = { kind: 'lbfgs', iterations, history: 20 } as const;
  if (method === 'NSAE-LCN') return { ...nsaeFilters, minimizer } as FilterConfig;
  if (method === 'SAE-LCN') return { ...saeFilters, minimizer } as FilterConfig;
  return { kind: 'random', outputs: 100 };
}

/** Runs a training to its end. */
export async function finish(training: Training): Promise<void> {
  const steps = training.run();
  while (!(await steps.next()).done);
}

/** A model of the method with the settings for serving. */
export async function learnServing(
  windows: LabelledWindows,
  {
    seeds: [seed = 1],
    ...setting
  }: { seeds: readonly number[] } & Pick<Setting, 'segments' | 'iterations' | 'logarithm'>,
): Promise<NsaeLcnModel> {
  const { segments, iterations, logarithm } = setting;
  const common = { segments, iterations, logarithm, seed };
  const training = trainNsaeLcn(
    configOf('NSAE-LCN', { whiten: false, stride: 10, ...common }),
    windows,
  );
  await finish(training);
  const model = training.model();
  training.dispose();
  return model;
}
