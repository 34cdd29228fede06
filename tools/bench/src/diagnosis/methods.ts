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
  type SaeWeights,
  type Split,
  type WindowSet,
} from '@polymath/diagnosis';
import type { Training } from '@polymath/tensor';
import type { Method } from './names.js';

/** How filters see a window. */
export interface Setting {
  whiten: boolean;
  stride: number;
  logarithm: boolean;
  seed: number;
  segments: number;
  iterations: number;
  /** Of SAE's terms; those of the library unless given. */
  sae?: SaeWeights;
}

/** The shares of test windows that are recognised, in percent. */
export interface Score {
  accuracy: number;
  balanced: number;
}

/** Trains a method on the windows that teach in all of some splits, and tests it on the other side of each. */
export async function evaluate(
  method: Method,
  set: WindowSet,
  splits: readonly Split[],
  setting: Setting,
): Promise<Score[]> {
  const [{ train, target }] = splits as [Split];
  const scoresOf = await learn(method, labelledWindows(set, train, target), setting);
  return splits.map((split) => {
    const test = labelledWindows(set, split.test, target);
    const scores = scoresOf(test);
    return {
      accuracy: 100 * accuracyOf(scores, test.labels),
      balanced: 100 * balancedAccuracy(largestOf(scores), test.labels),
    };
  });
}

async function learn(
  method: Method,
  training: LabelledWindows,
  setting: Setting,
): Promise<(windows: LabelledWindows) => Rows> {
  if (method === 'SPEC' || method === 'STAT') {
    const kind = method === 'SPEC' ? 'spectrum' : 'statistics';
    const trivial = trainTrivial(kind, recognizerDefaults, training, setting.seed);
    await finish(trivial);
    return (windows) => trivial.scores(windows);
  }
  const learned = trainNsaeLcn(configOf(method, setting), training);
  await finish(learned);
  const model = learned.model();
  learned.dispose();
  return (windows) => modelScores(model, windows);
}

/** The settings of a method of filters. */
export function configOf(method: Method, setting: Setting): NsaeLcnConfig {
  const { whiten, stride, logarithm, seed, segments } = setting;
  return {
    ...(whiten ? paperConfig : servingConfig),
    segments: { count: segments, length: 100 },
    filters: filtersOf(method, setting),
    features: { stride, poolings: ['mean'], logarithm },
    seed,
  };
}

function filtersOf(method: Method, { iterations, sae }: Setting): FilterConfig {
  const minimizer = { kind: 'lbfgs', iterations, history: 20 } as const;
  if (method === 'NSAE-LCN') return { ...nsaeFilters, minimizer } as FilterConfig;
  if (method === 'SAE-LCN') return { ...saeFilters, ...sae, minimizer };
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
