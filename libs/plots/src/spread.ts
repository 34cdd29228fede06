import type { Mark } from './plot.js';

/** Where the names of marks stand, by rising place: none nearer to the one before than `gap`. */
export function spread<Of extends Pick<Mark, 'at' | 'name'>>(marks: readonly Of[], gap: number) {
  let last = -Infinity;
  return [...marks]
    .sort((a, b) => a.at - b.at)
    .map((mark) => {
      last = Math.max(mark.at, last + gap);
      return { ...mark, x: last };
    });
}
