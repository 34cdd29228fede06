import { readFileSync } from 'node:fs';

/** Made by tools/golden/src/signals.py from SciPy and NumPy: what they say of one signal. */
export const golden = JSON.parse(
  readFileSync(new URL('golden/signals.json', import.meta.url), 'utf8'),
) as {
  samples: number[];
  indicators: Record<string, number>;
  welch: number[];
  squaredEnvelope: number[];
};
