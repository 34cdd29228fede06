import { rowOf, type Rows } from './rows.js';

/** How amplitudes are taken: as they are, or each window divided by its standard deviation, which removes the recording's gain. */
export type Scale = 'absolute' | 'per-window';

/** What is done to a window before segments are cut. */
export interface LevelSettings {
  /** Whether each window's mean is subtracted: an offset of the sensor is no fault. */
  removeMean: boolean;
  scale: Scale;
}

/** Without the mean, amplitudes as they are. */
export const levelDefaults: LevelSettings = { removeMean: true, scale: 'absolute' };

/** Mean and standard deviation (of n, not n - 1), in double precision. */
export function momentsOf(samples: Float32Array): { mean: number; deviation: number } {
  let sum = 0;
  for (const value of samples) sum += value;
  const mean = sum / samples.length;
  let squares = 0;
  for (const value of samples) squares += (value - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / samples.length) };
}

/** Windows without their means, or divided by their standard deviations; a constant window is divided by 1. */
export function adjustLevels(windows: Rows, { removeMean, scale }: LevelSettings): Rows {
  const values = Float32Array.from(windows.values);
  const adjusted = { ...windows, values };
  for (let i = 0; i < windows.count; i++) {
    const row = rowOf(adjusted, i);
    const { mean, deviation } = momentsOf(row);
    const shift = removeMean ? mean : 0;
    const factor = scale === 'per-window' && deviation > 0 ? 1 / deviation : 1;
    for (let t = 0; t < row.length; t++) row[t] = (row[t]! - shift) * factor;
  }
  return adjusted;
}
