import { readFileSync } from 'node:fs';

/** Made by tools/golden/src/judgement.py from SciPy and NumPy. */
export const golden = JSON.parse(
  readFileSync(new URL('golden/judgement.json', import.meta.url), 'utf8'),
) as {
  labels: number[];
  /** [300 · 4] */
  scores: number[];
  temperature: number;
  calibrationError: number;
  /** [80 · 3] */
  points: number[];
  probe: number[];
  distance: number;
  covariance: number[];
  known: number[];
  unknown: number[];
  auroc: number;
  stability: number;
};
