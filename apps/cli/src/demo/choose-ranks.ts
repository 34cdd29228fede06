import type { LayerDecomposition } from '@polymath/contracts/polymath/compression/v1/plan';

/** Ranks for the teacher's second and third convolution. */
export interface RankChoice {
  readonly name: string;
  readonly layers: readonly LayerDecomposition[];
}

/** A choice and what its student can do before any fine-tuning, on validation images. */
export interface TriedChoice {
  readonly choice: RankChoice;
  readonly accuracy: number;
}

/** Where fine-tuning has something to repair and something to build on. */
export const wantedAccuracy = { least: 0.5, most: 0.85 };

const evbmf = (layer: string): LayerDecomposition => ({
  layer,
  ranks: { $case: 'evbmf', value: { weakening: 0 } },
});

const fixed = (layer: string, input: number, output: number): LayerDecomposition => ({
  layer,
  ranks: { $case: 'fixed', value: { input, output, twoSided: false } },
});

const fixedPair = (second: readonly [number, number], third: readonly [number, number]) => ({
  name: `fixed ranks conv2 (${second.join(', ')}), conv3 (${third.join(', ')})`,
  layers: [fixed('conv2', ...second), fixed('conv3', ...third)],
});

/**
 * The ranks that are tried, in this order: EVBMF's own; those that it gives for the teacher of KegNet's authors; those of their
 * third student; smaller ones; larger ones.
 */
export const rankChoices: readonly RankChoice[] = [
  { name: 'EVBMF ranks', layers: [evbmf('conv2'), evbmf('conv3')] },
  fixedPair([3, 4], [7, 11]),
  fixedPair([3, 4], [5, 8]),
  fixedPair([3, 4], [4, 6]),
  fixedPair([2, 3], [4, 6]),
  fixedPair([4, 6], [8, 12]),
  fixedPair([5, 10], [12, 20]),
];

/**
 * The first choice whose student lies in the wanted range without fine-tuning; if none does, the one nearest to its middle.
 * @param measure accuracy, 0 to 1, on images that are not the test's
 */
export async function chooseRanks(
  measure: (choice: RankChoice) => Promise<number>,
): Promise<{ chosen: TriedChoice; tried: TriedChoice[] }> {
  const { least, most } = wantedAccuracy;
  const tried: TriedChoice[] = [];
  for (const choice of rankChoices) {
    const attempt = { choice, accuracy: await measure(choice) };
    tried.push(attempt);
    if (attempt.accuracy >= least && attempt.accuracy <= most) return { chosen: attempt, tried };
  }
  const distance = ({ accuracy }: TriedChoice) => Math.abs(accuracy - (least + most) / 2);
  const chosen = tried.reduce((best, next) => (distance(next) < distance(best) ? next : best));
  return { chosen, tried };
}

/** Why these ranks, in words. */
export function explainRanks({ chosen, tried }: { chosen: TriedChoice; tried: TriedChoice[] }) {
  const percent = ({ accuracy }: TriedChoice) => `${(accuracy * 100).toFixed(1)} %`;
  const wanted = `${wantedAccuracy.least * 100} to ${wantedAccuracy.most * 100} %`;
  const left = tried
    .filter((attempt) => attempt !== chosen)
    .map((attempt) => `  ${attempt.choice.name}: ${percent(attempt)}, outside ${wanted}`);
  const kept = `  ${chosen.choice.name}: ${percent(chosen)}`;
  const why = 'Chosen by the accuracy before fine-tuning, on validation images:';
  return [`Ranks: ${chosen.choice.name}`, why, ...left, kept].join('\n');
}
