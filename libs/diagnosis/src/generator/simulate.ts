import { randomStream, type RandomStream } from '@polymath/tensor';
import { badPositives, badUnless, badWeights, refuse } from '../checks.js';
import { bearingOrders } from '../bearing/index.js';
import {
  resonancesOf,
  simulationDefaults,
  type BearingSimulation,
  type Resonance,
} from './config.js';
import { impactsOf, type Impact } from './impacts.js';
import { gaussian, uniform } from './random.js';

/** A simulated record. */
export interface SimulatedRecord {
  samples: Float32Array;
  sampleRateHz: number;
  /** The record's own speed. */
  rpm: number;
  /** Times of the blows, in seconds. */
  impactTimesS: number[];
  seed: number;
}

/** Amplitudes of the shaft's first three harmonics, how far blows reach the sensor, and the noise's memory. */
const shaftAmplitudes = [0.03, 0.02, 0.01];
const transmission = 0.3;
const memory = 0.5;
const speedSpread = 0.002;

/**
 * A bearing's acceleration with a local fault: harmonics of the shaft, resonances that each blow sets ringing, and the sensor's noise:
 *     x(t) = Σ_k a_k·sin(2πk·f_r·t + φ_k) + c · Σ_i A_i·h(t - T_i) + e(t)
 * The same settings give the same samples.
 * @throws invalid-input that names every bad setting
 */
export function simulateBearing(changed: Partial<BearingSimulation> = {}): SimulatedRecord {
  const settings = { ...simulationDefaults, ...changed };
  const { sampleRateHz, durationS, rpm, severity, slip, noise, seed } = settings;
  refuse(
    badPositives({ sampleRateHz, durationS, rpm }),
    badWeights({ severity, slip, noise }),
    badGrowth(settings),
  );
  const random = randomStream(seed, `bearing/${settings.fault}/${severity}`);
  const shaftHz = (rpm / 60) * (1 + speedSpread * gaussian(random));
  const orders = bearingOrders(settings.bearing);
  const impacts = impactsOf(settings, { orders, shaftHz }, random.child('impacts'));
  const length = Math.round(durationS * sampleRateHz);
  const signal = ringing(impacts, resonancesOf(settings.fault, settings.mode), {
    length,
    sampleRateHz,
  });
  addShaft(signal, shaftHz / sampleRateHz, random.child('shaft'));
  addNoise(signal, noise, random.child('noise'));
  return {
    ...{ sampleRateHz, seed, rpm: 60 * shaftHz },
    samples: Float32Array.from(signal),
    impactTimesS: impacts.map(({ timeS }) => timeS),
  };
}

function badGrowth({ growth, durationS }: BearingSimulation) {
  if (!growth) return [];
  const { beginS, severity } = growth;
  return [
    ...badWeights({ 'growth.severity': severity }),
    ...badUnless(beginS >= 0 && beginS < durationS, 'growth.beginS', `must be at least 0 and below durationS ${durationS}, got ${beginS}`),
  ]; // prettier-ignore
}

/** Each blow, split over the two samples around it, through resonances h(t) = Σ b·exp(-2πf·z·t)·sin(2πf·√(1 - z²)·t). */
function ringing(
  impacts: readonly Impact[],
  resonances: readonly Resonance[],
  { length, sampleRateHz }: { length: number; sampleRateHz: number },
): Float64Array {
  const blows = new Float64Array(length + 1);
  for (const { timeS, amplitude } of impacts) {
    const place = timeS * sampleRateHz;
    const before = Math.floor(place);
    if (before >= length) continue;
    blows[before]! += amplitude * (before + 1 - place);
    blows[before + 1]! += amplitude * (place - before);
  }
  const signal = new Float64Array(length);
  for (const [frequencyHz, damping, share] of resonances) {
    const decay = Math.exp((-2 * Math.PI * frequencyHz * damping) / sampleRateHz);
    const angle = (2 * Math.PI * frequencyHz * Math.sqrt(1 - damping ** 2)) / sampleRateHz;
    // The sampled response is that of a filter of two poles: y_t = 2r·cos ω·y_{t-1} - r²·y_{t-2} + r·sin ω·x_{t-1}.
    let [last, before] = [0, 0];
    for (let t = 0; t < length; t++) {
      const blow = t > 0 ? decay * Math.sin(angle) * blows[t - 1]! : 0;
      [last, before] = [2 * decay * Math.cos(angle) * last - decay * decay * before + blow, last];
      signal[t]! += transmission * share * last;
    }
  }
  return signal;
}

function addShaft(signal: Float64Array, turnsPerSample: number, random: RandomStream): void {
  shaftAmplitudes.forEach((amplitude, k) => {
    const phase = 2 * Math.PI * uniform(random);
    for (let t = 0; t < signal.length; t++) {
      signal[t]! += amplitude * Math.sin(2 * Math.PI * (k + 1) * turnsPerSample * t + phase);
    }
  });
}

/** Noise whose neighbours correlate by 0.5, of one standard deviation. */
function addNoise(signal: Float64Array, deviation: number, random: RandomStream): void {
  const fresh = Math.sqrt(1 - memory * memory);
  let value = gaussian(random);
  for (let t = 0; t < signal.length; t++) {
    signal[t]! += deviation * value;
    value = memory * value + fresh * gaussian(random);
  }
}
