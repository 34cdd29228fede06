/** Runs of equal samples in a window. */
export interface Runs {
  /** Samples of the longest run at the largest or the smallest value. */
  atLimits: number;
  /** Samples of the longest run at any other value. */
  elsewhere: number;
  /** Share of samples that repeat the one before, 0 to 1, without those at the limits and of the longest run elsewhere; never 0. */
  repeats: number;
}

/** The longest runs of equal samples, and how often samples repeat apart from them. */
export function longestRuns(window: Float32Array): Runs {
  const [least, most] = limitsOf(window);
  const found = { atLimits: 0, elsewhere: 0 };
  let [repeated, others] = [0, 0];
  for (let start = 0, end = 1; start < window.length; start = end++) {
    while (window[end] === window[start] && end < window.length) end++;
    const length = end - start;
    const place = isAt(window[start]!, least, most) ? 'atLimits' : 'elsewhere';
    found[place] = Math.max(found[place], length);
    if (place === 'atLimits') continue;
    repeated += length - 1;
    others += length;
  }
  const rest = Math.max(0, found.elsewhere - 1);
  return { ...found, repeats: (repeated - rest + 1) / (others - rest + 1) };
}

const isAt = (value: number, least: number, most: number) => value === least || value === most;

function limitsOf(window: Float32Array): [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of window) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}
