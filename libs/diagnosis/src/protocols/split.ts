import { PolymathError } from '@polymath/errors';
import type { Origin, Target } from '../windows/index.js';

/** Which windows teach and which test. */
export interface Split {
  /** E.g. `load 0 hp to 3 hp`. */
  name: string;
  /** Places of windows. */
  train: Int32Array;
  test: Int32Array;
  target: Target;
  /** What of the test windows the training windows know already, in words for whoever reads the figure. */
  leaks: string;
}

/**
 * The places for which `side` says `train` and `test`; others are left out.
 * @throws invalid-input when a side is empty, or windows of both sides share samples
 */
export function splitBy(
  origins: readonly Origin[],
  about: Pick<Split, 'name' | 'target' | 'leaks'>,
  side: (origin: Origin, place: number) => 'train' | 'test' | undefined,
): Split {
  const sides = origins.map(side);
  const placesOf = (wanted: string) =>
    Int32Array.from(sides.flatMap((found, place) => (found === wanted ? [place] : [])));
  const split = { ...about, train: placesOf('train'), test: placesOf('test') };
  const empty = (['train', 'test'] as const).find((name) => split[name].length === 0);
  if (empty) throw new PolymathError('invalid-input', `${about.name}: no window to ${empty}`);
  checkDisjoint(origins, split);
  return split;
}

/**
 * Checks that no window that teaches shares samples with one that tests.
 * @throws invalid-input that names the first two that do
 */
export function checkDisjoint(
  origins: readonly Origin[],
  { name, train, test }: Pick<Split, 'name' | 'train' | 'test'>,
): void {
  const sides = [...train].map((place) => ({ ...origins[place]!, side: 'train' }));
  const all = [...sides, ...[...test].map((place) => ({ ...origins[place]!, side: 'test' }))];
  all.sort((a, b) =>
    a.recording < b.recording ? -1 : a.recording > b.recording ? 1 : a.start - b.start,
  );
  // Of each side, the end of the window that reaches farthest.
  let ends: Record<string, number> = {};
  all.forEach((origin, i) => {
    if (all[i - 1]?.recording !== origin.recording) ends = {};
    const other = ends[origin.side === 'train' ? 'test' : 'train'] ?? 0;
    if (other > origin.start) {
      const where = `${origin.recording} around sample ${origin.start}`;
      throw new PolymathError(
        'invalid-input',
        `${name}: windows that teach and test share samples of ${where}`,
      );
    }
    ends[origin.side] = Math.max(ends[origin.side] ?? 0, origin.start + origin.length);
  });
}
