import { skf6205, type BearingGeometry } from '../bearing/index.js';

/** Faults that are simulated. */
export type SimulatedFault = 'normal' | 'ball' | 'inner-race' | 'outer-race';

/** A resonance of the machine: its frequency in Hz, its damping ratio and its share in the response. */
export type Resonance = readonly [frequencyHz: number, damping: number, share: number];

/** `path`: what rings depends on where the fault is; `shared`: the same resonances for all, so that only rate and size tell. */
export type ResonanceMode = 'path' | 'shared';

/** A fault that grows: until `beginS` it has the size that the record begins with, from there on evenly up to `severity` at its end. */
export interface Growth {
  beginS: number;
  severity: number;
}

/** Settings of {@link simulateBearing}. */
export interface BearingSimulation {
  fault: SimulatedFault;
  /** Size of the impacts, at least 0; 0.7, 1.4 and 2.8 are the three sizes of the test set. Nothing for `normal`. */
  severity: number;
  /** How the size changes within the record; without it, not at all. */
  growth?: Growth;
  mode: ResonanceMode;
  sampleRateHz: number;
  durationS: number;
  /** Nominal speed; the record's own is off by 0.2 % (one standard deviation). */
  rpm: number;
  bearing: BearingGeometry;
  /** Standard deviation of the time between impacts, as a share of it. */
  slip: number;
  /** Standard deviation of the sensor's noise, whatever the fault. */
  noise: number;
  seed: number;
}

/** 10 s at 12 kHz and 1,797 rpm, 1 % slip. */
export const simulationDefaults: BearingSimulation = {
  fault: 'outer-race',
  severity: 1.4,
  mode: 'path',
  sampleRateHz: 12_000,
  durationS: 10,
  rpm: 1797,
  bearing: skf6205,
  slip: 0.01,
  noise: 0.05,
  seed: 1,
};

const shared: readonly Resonance[] = [
  [2800, 0.03, 1],
  [3600, 0.04, 0.7],
];

/** What rings when a fault of a kind strikes. */
export function resonancesOf(fault: SimulatedFault, mode: ResonanceMode): readonly Resonance[] {
  if (mode === 'shared' || fault === 'normal' || fault === 'outer-race') return shared;
  return fault === 'inner-race'
    ? [
        [1350, 0.03, 0.8],
        [2650, 0.03, 0.8],
        [3600, 0.04, 0.5],
      ]
    : [
        [2150, 0.03, 0.8],
        [3300, 0.04, 0.8],
        [4600, 0.05, 0.5],
      ];
}
