import {
  auroc,
  fitNovelty,
  labelledWindows,
  modelFeatures,
  modelScores,
  noveltyDefaults,
  noveltyParts,
  probabilitiesOf,
  randomSplit,
  type KnownWindows,
  type LabelledWindows,
  type NsaeLcnModel,
  type WindowSet,
} from '@polymath/diagnosis';
import { learnServing } from './methods.js';
import { nearestDistances } from './nearest.js';
import type { RunSettings } from './protocols.js';

/** Scores, each with the mean and worst AUROC that were measured elsewhere with features as they are and as logarithms. */
const published = {
  '1 - max p': ['0.851 (0.382)', '0.885 (0.438)'],
  'distance from the nearest class': ['0.976 (0.924)', '0.995 (0.977)'],
  'residual outside 20 components': ['0.664 (0.267)', '0.922 (0.656)'],
  'fifth nearest neighbour': ['0.694 (0.382)', '0.978 (0.939)'],
  'largest of the first two': ['0.979 (0.936)', '0.995 (0.976)'],
  'largest of the first three': ['-', '-'],
} as const;

type Score = keyof typeof published;
type Scores = Record<Score, Float64Array>;

/** Each fault once unknown: whether its windows score higher than known ones; mean and worst over the nine faults. */
export async function runNovelty(set: WindowSet, settings: RunSettings): Promise<void> {
  const conditions = [...new Set(set.origins.map(({ condition }) => condition))].sort();
  for (const [place, logarithm] of [false, true].entries()) {
    const found = new Map<string, number[]>();
    for (const unknown of conditions.filter((condition) => condition !== 'normal')) {
      const { others, strangers } = await scoresWithout(unknown, set, { ...settings, logarithm });
      for (const name of Object.keys(published) as Score[]) {
        const area = auroc(others[name], strangers[name]);
        found.set(name, [...(found.get(name) ?? []), area]);
      }
    }
    for (const [name, areas] of found) {
      const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length;
      const ours = `${mean.toFixed(3)} (${Math.min(...areas).toFixed(3)})`;
      const features = logarithm ? 'log features' : 'linear features';
      const figure = published[name as Score][place];
      console.log([`AUROC of an unknown fault, ${features}`, name, figure, ours].join('\t'));
    }
  }
}

/** Scores of known windows that did not teach, and of those of a condition that was not taught. */
async function scoresWithout(
  unknown: string,
  set: WindowSet,
  settings: RunSettings & { logarithm: boolean },
): Promise<{ others: Scores; strangers: Scores }> {
  const { train, test } = randomSplit(set.origins, 0.25, settings.seeds[0] ?? 1);
  const isKnown = (place: number) => set.origins[place]!.condition !== unknown;
  const taught = known(set, train.filter(isKnown));
  const model = await learnServing(taught, settings);
  const seen = (windows: LabelledWindows) => seenBy(model, windows);
  const training = seen(taught);
  // A third of the known windows that did not teach sets the limits.
  const unseen = test.filter(isKnown);
  const pick = (wanted: (i: number) => boolean) =>
    seen(
      labelledWindows(
        set,
        unseen.filter((_, i) => wanted(i)),
        'condition',
      ),
    );
  const detector = fitNovelty(
    training,
    noveltyDefaults,
    pick((i) => i % 3 === 0),
  );
  const scores = (windows: KnownWindows): Scores => {
    const { doubt, distance, residual } = noveltyParts(detector, windows);
    const largest = (...parts: Float64Array[]) =>
      doubt.map((_, i) => Math.max(...parts.map((part) => part[i]!)));
    return {
      '1 - max p': doubt,
      'distance from the nearest class': distance,
      'residual outside 20 components': residual,
      'fifth nearest neighbour': nearestDistances(training.features, windows.features, 5),
      'largest of the first two': largest(doubt, distance),
      'largest of the first three': largest(doubt, distance, residual),
    };
  };
  const strange = test.filter((place) => !isKnown(place));
  return {
    others: scores(pick((i) => i % 3 > 0)),
    strangers: scores(seen(labelledWindows(set, strange, 'condition'))),
  };
}

const seenBy = (model: NsaeLcnModel, windows: LabelledWindows): KnownWindows => ({
  features: modelFeatures(model, windows),
  probabilities: probabilitiesOf(modelScores(model, windows)),
  labels: windows.labels,
});

/** Windows of known conditions alone: the classes are theirs. */
function known(set: WindowSet, places: Int32Array): LabelledWindows {
  const origins = [...places].map((place) => set.origins[place]!);
  const classes = [...new Set(origins.map(({ condition }) => condition))].sort();
  const { count, length, values } = labelledWindows(set, places, 'condition');
  const labels = Int32Array.from(origins, ({ condition }) => classes.indexOf(condition));
  return { count, length, values, labels, classes };
}
