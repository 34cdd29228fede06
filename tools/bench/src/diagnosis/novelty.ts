import {
  accuracyOf,
  auroc,
  calibrationError,
  fitNovelty,
  fitTemperature,
  labelledWindows,
  leaveOneLoadOut,
  modelFeatures,
  modelScores,
  noveltyDefaults,
  noveltyParts,
  noveltyScores,
  probabilitiesOf,
  randomSplit,
  trainNsaeLcn,
  type LabelledWindows,
  type NsaeLcnModel,
  type Rows,
  type WindowSet,
} from '@polymath/diagnosis';
import { configOf, finish } from './methods.js';
import type { RunSettings } from './protocols.js';

/** Each fault once unknown: whether its windows score higher than known ones; mean and worst over the nine faults. */
export async function runNovelty(set: WindowSet, settings: RunSettings): Promise<void> {
  const [seed = 1] = settings.seeds;
  const { train, test } = randomSplit(set.origins, 0.25, seed);
  const conditions = [...new Set(set.origins.map(({ condition }) => condition))].sort();
  const found: Record<'doubt' | 'distance' | 'combined', number[]> = {
    doubt: [],
    distance: [],
    combined: [],
  };
  for (const unknown of conditions.filter((condition) => condition !== 'normal')) {
    const isKnown = (place: number) => set.origins[place]!.condition !== unknown;
    const model = await learn(known(set, train.filter(isKnown)), settings);
    const partsOf = (windows: LabelledWindows) => ({
      features: modelFeatures(model, windows),
      probabilities: probabilitiesOf(modelScores(model, windows)),
      labels: windows.labels,
    });
    const strangers = partsOf(
      labelledWindows(
        set,
        test.filter((place) => !isKnown(place)),
        'condition',
      ),
    );
    // A third of the known windows that did not teach sets the limits.
    const unseen = test.filter(isKnown);
    const [held, others] = [
      unseen.filter((_, i) => i % 3 === 0),
      unseen.filter((_, i) => i % 3 > 0),
    ].map((places) => partsOf(labelledWindows(set, places, 'condition')));
    const detector = fitNovelty(partsOf(known(set, train.filter(isKnown))), noveltyDefaults, held);
    const [a, b] = [others!, strangers].map((windows) => noveltyParts(detector, windows));
    found.doubt.push(auroc(a!.doubt, b!.doubt));
    found.distance.push(auroc(a!.distance, b!.distance));
    const [c, d] = [others!, strangers].map((windows) => noveltyScores(detector, windows));
    found.combined.push(auroc(c!, d!));
  }
  const published = {
    doubt: '0.885 (0.438)',
    distance: '0.995 (0.977)',
    combined: '0.995 (0.976)',
  };
  for (const [name, values] of Object.entries(found)) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const ours = `${mean.toFixed(3)} (${Math.min(...values).toFixed(3)})`;
    console.log(
      [`AUROC of an unknown fault, ${name}`, published[name as keyof typeof published], ours].join(
        '\t',
      ),
    );
  }
}

/** Calibration on a load that was never seen, as it is, and with a temperature that was fitted on another held-out load. */
export async function runCalibration(set: WindowSet, settings: RunSettings): Promise<void> {
  const { train, test } = leaveOneLoadOut(set.origins).find(({ name }) => name === 'all but 3 hp')!;
  const of = (places: Int32Array) => labelledWindows(set, places, 'condition');
  const unseen = of(test);
  const print = (name: string, figure: string, scores: Rows, temperature: number) => {
    const error = calibrationError(probabilitiesOf(scores, temperature), unseen.labels);
    const accuracy = (100 * accuracyOf(scores, unseen.labels)).toFixed(1);
    console.log(
      [`ECE on 3 hp, ${name}`, figure, `${error.toFixed(3)} (accuracy ${accuracy})`].join('\t'),
    );
  };
  const whole = await learn(of(train), { ...settings, logarithm: false });
  print('0 to 2 hp taught, T = 1', '0.028 (accuracy 93.1)', modelScores(whole, unseen), 1);
  const isHeldOut = (place: number) => set.origins[place]!.load === '2 hp';
  const model = await learn(of(train.filter((place) => !isHeldOut(place))), {
    ...settings,
    logarithm: false,
  });
  const held = of(train.filter(isHeldOut));
  const temperature = fitTemperature(modelScores(model, held), held.labels);
  const scores = modelScores(model, unseen);
  print('0 and 1 hp taught, T = 1', '-', scores, 1);
  print(`0 and 1 hp taught, T = ${temperature.toFixed(2)} of 2 hp`, '-', scores, temperature);
}

/** Windows of known conditions alone: the classes are theirs. */
function known(set: WindowSet, places: Int32Array): LabelledWindows {
  const origins = [...places].map((place) => set.origins[place]!);
  const classes = [...new Set(origins.map(({ condition }) => condition))].sort();
  const { count, length, values } = labelledWindows(set, places, 'condition');
  const labels = Int32Array.from(origins, ({ condition }) => classes.indexOf(condition));
  return { count, length, values, labels, classes };
}

async function learn(
  windows: LabelledWindows,
  { seeds, segments, iterations, logarithm = true }: RunSettings & { logarithm?: boolean },
): Promise<NsaeLcnModel> {
  const [seed = 1] = seeds;
  const config = configOf('NSAE-LCN', {
    whiten: false,
    stride: 10,
    logarithm,
    seed,
    segments,
    iterations,
  });
  const training = trainNsaeLcn(config, windows);
  await finish(training);
  const model = training.model();
  training.dispose();
  return model;
}
