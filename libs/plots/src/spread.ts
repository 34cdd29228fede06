import type { Mark } from './plot.js';

/** Where the names of marks stand, by rising place: none nearer to the one before than `gap`. */
export function spread(marks: readonly Mark[], gap: number) {
  let last = -Infinity;
  return [...marks]
    .sort((a, b) => a.at - b.at)
    .map(({ at, name, group }) => {
      last = Math.max(at, last + gap);
      return { x: last, name, group };
    });
}
