import { simulateBearing, trainNsaeLcn, type Recording } from '@polymath/diagnosis';
import { TrainDiagnoserRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeDiagnoser, encodeDiagnoser, type Diagnoser } from '../inputs/diagnoser-file.js';
import { trainingConfigOf } from '../inputs/training-config.js';
import { usableWindows } from '../inputs/windows.js';
import { judge } from '../verdicts/judge.js';
import { diagnoseSignal } from '../verdicts/diagnose-signal.js';
import { calibrate, type Calibrated } from './calibrate.js';
import { sidesOf, type Sides } from './measure.js';
import { calibrationSplit } from './splits.js';

const recording = (fault: 'normal' | 'outer-race', rpm: number): Recording => ({
  ...{ id: `${fault} ${rpm}`, condition: fault, fault, load: `${rpm} rpm`, sampleRateHz: 12_000 },
  samples: simulateBearing({ fault, rpm, seed: rpm, durationS: 3 }).samples,
});
const all = (['normal', 'outer-race'] as const).flatMap((fault) =>
  [1797, 1730].map((rpm) => recording(fault, rpm)),
);
const { set } = usableWindows(all, { length: 600, most: 0 });

let sides: Sides;
let found: Calibrated;
let diagnoser: Diagnoser;
beforeAll(async () => {
  sides = sidesOf(set, calibrationSplit(set.origins, '1730 rpm'));
  const request = TrainDiagnoserRequest.fromPartial({
    filters: { count: 16, length: 32, segments: 300, iterations: 8 },
  });
  const training = trainNsaeLcn(trainingConfigOf(request), sides.train);
  for await (const { step, steps } of training.run()) if (step > steps) throw new Error('too far');
  const model = training.model();
  training.dispose();
  found = calibrate(model, sides);
  const card = { sampleRateHz: 12_000, unit: Unit.UNIT_G, calibration: '', heldOutAccuracy: 1 };
  diagnoser = { model, novelty: found.novelty, card: { ...card, temperature: found.temperature, recordings: [], seed: 0 } }; // prettier-ignore
});

describe('calibrate', () => {
  it('keeps the temperature 1 where every held-out window is recognised', () => {
    expect(found).toMatchObject({ temperature: 1 });
    expect(found.calibrationError.after).toBe(found.calibrationError.before);
  });

  it('finds a temperature that lowers the error where some are not', () => {
    const labels = sides.test.labels.map((label, i) => (i % 5 === 0 ? 1 - label : label));
    const doubtful = calibrate(diagnoser.model, { ...sides, test: { ...sides.test, labels } });
    expect(doubtful.temperature).toBeGreaterThan(1);
    expect(doubtful.calibrationError.after).toBeLessThan(doubtful.calibrationError.before);
  });

  it('calls hardly a held-out window unknown', () => {
    const { unknownScores } = judge(diagnoser, sides.test);
    const share = unknownScores.filter((score) => score > 1).length / unknownScores.length;
    expect(share).toBeLessThanOrEqual(0.04);
  });
});

describe('a diagnoser in its file', () => {
  it('says the same of windows as before', () => {
    const again = decodeDiagnoser(encodeDiagnoser(diagnoser));
    expect(judge(again, sides.test)).toEqual(judge(diagnoser, sides.test));
    expect(again.card).toEqual(diagnoser.card);
  });

  it('is told from other files', () => {
    expect(() => decodeDiagnoser(new Uint8Array(20))).toThrow();
  });
});

describe('diagnoseSignal', () => {
  const diagnose = (samples: Float32Array, signal = new AbortController().signal) =>
    diagnoseSignal(diagnoser, samples, { hop: 300, mostReasons: 3, signal });

  it('judges overlapping windows and leaves out those that say nothing', async () => {
    const samples = all[2]!.samples.slice(0, 3600);
    samples.fill(0, 0, 900);
    samples.fill(9, 2400, 2405);
    samples[3599] = NaN;
    const { windows, summary } = await diagnose(samples);
    expect(windows.map(({ startSeconds }) => startSeconds)).toEqual(
      Array.from({ length: 11 }, (_, i) => (i * 300) / 12_000),
    );
    expect(windows.map(({ badSignal }) => badSignal)).toEqual([1, 1, 4, 0, 0, 0, 0, 3, 3, 0, 2]);
    expect(summary).toMatchObject({ condition: 'outer-race', usableWindows: 5, badWindows: 6 });
    expect(summary!.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    expect(summary!.reasons).toHaveLength(3);
  });

  it('names no condition where no window is usable', async () => {
    const { summary } = await diagnose(new Float32Array(1200));
    expect(summary).toMatchObject({ condition: '', usableWindows: 0, health: undefined });
  });

  it('stops when the call is given up', async () => {
    await expect(diagnose(all[0]!.samples, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone'); // prettier-ignore
  });
});
