import { fft, inverseFft } from '@polymath/tensor';
import { badPositives, refuse } from '../checks.js';
import { complexOf, magnitudesOf } from '../spectrum/index.js';
import { accelerationFactor, type AccelerationUnit } from '../units/index.js';

/** Below this frequency velocities are not counted, in Hz: that of ISO 20816. */
const highPassHz = 10;

/**
 * Velocity RMS in mm/s from acceleration, by integration of the spectrum from 10 Hz on, for the zones of ISO 20816.
 * @returns undefined when the signal is too short to hold 10 Hz, or sampled too slowly
 */
export function velocityRms(
  samples: Float32Array,
  sampleRateHz: number,
  unit: AccelerationUnit,
): number | undefined {
  refuse(badPositives({ sampleRateHz }));
  const { length } = samples;
  if (sampleRateHz <= 2 * highPassHz || length / sampleRateHz < 1 / highPassHz) return undefined;
  const { parts } = fft({ length, parts: complexOf(samples) });
  for (let k = 0; k < length; k++) {
    const hertz = (Math.min(k, length - k) * sampleRateHz) / length;
    const factor = hertz >= highPassHz ? 1 / (2 * Math.PI * hertz) : 0;
    parts[2 * k]! *= factor;
    parts[2 * k + 1]! *= factor;
  }
  // Only the size of the velocity matters, so the quarter turn of integration is left out of both halves alike.
  const { parts: velocity } = inverseFft({ length, parts });
  const squares = velocity.reduce((sum, value) => sum + value * value, 0) / length;
  return 1000 * accelerationFactor(unit, 'm/s²') * Math.sqrt(squares);
}

/**
 * Energy of the signal in bands: mean squares of what lies between two frequencies; bands that cover 0 to half the rate sum to the mean square.
 * @param edgesHz rising; band i reaches from edge i to below edge i + 1
 * @returns [edges - 1]
 */
export function bandEnergies(
  samples: Float32Array,
  sampleRateHz: number,
  edgesHz: readonly number[],
): number[] {
  refuse(badPositives({ sampleRateHz }));
  const { length } = samples;
  const magnitudes = magnitudesOf(samples, length);
  const energies = edgesHz.slice(1).map(() => 0);
  magnitudes.forEach((magnitude, k) => {
    const hertz = (k * sampleRateHz) / length;
    const band = edgesHz.findLastIndex((edge) => hertz >= edge);
    const sides = k === 0 || 2 * k === length ? 1 : 2;
    if (band in energies) energies[band]! += (sides * magnitude ** 2) / length ** 2;
  });
  return energies;
}
