import { describe, expect, it } from 'vitest';
import { bearingOrders, skf6205 } from '../bearing/index.js';
import { envelopeSpectrum, squaredEnvelope } from '../envelope/index.js';
import { indicatorsOf, Moments } from '../health/index.js';
import { severityAt } from './impacts.js';
import { simulateBearing, type SimulatedRecord } from './simulate.js';

const orders = bearingOrders(skf6205);
const rates = { 'outer-race': orders.outerRace, 'inner-race': orders.innerRace, ball: orders.ball };
const faults = ['outer-race', 'inner-race', 'ball'] as const;

function spectrumOf({ samples, sampleRateHz }: SimulatedRecord) {
  const { stepHz, amplitudes } = envelopeSpectrum(squaredEnvelope(samples, sampleRateHz, [1000, 5500]), sampleRateHz); // prettier-ignore
  const between = (low: number, high: number) => {
    const first = Math.ceil(low / stepHz);
    const part = amplitudes.subarray(first, Math.floor(high / stepHz));
    const largest = Math.max(...part);
    return { hertz: (first + part.indexOf(largest)) * stepHz, amplitude: largest };
  };
  return { between, median: amplitudes.slice(0, 4000).sort()[2000]! };
}

const kurtosisOf = (record: SimulatedRecord) => {
  const moments = new Moments();
  moments.push(record.samples);
  return indicatorsOf(moments)!.kurtosis;
};

describe('severityAt', () => {
  it('stays until growth begins, then rises evenly', () => {
    const growing = { severity: 0.5, durationS: 20, growth: { beginS: 10, severity: 1.5 } };
    expect([0, 10, 12.5, 20].map((timeS) => severityAt(growing, timeS))).toEqual([0.5, 0.5, 0.75, 1.5]); // prettier-ignore
  });
});

describe('simulateBearing', () => {
  it.each(faults)('strikes at the rate of the fault: %s', (fault) => {
    const { impactTimesS, rpm } = simulateBearing({ fault, severity: 1.4, durationS: 60 });
    const rateHz = (impactTimesS.length - 1) / (impactTimesS.at(-1)! - impactTimesS[0]!);
    expect(Math.abs(rateHz / (rates[fault] * (rpm / 60)) - 1)).toBeLessThan(0.005);
  });

  it('has its strongest envelope line at the rate of an outer race', () => {
    const record = simulateBearing({ fault: 'outer-race', severity: 0.7 });
    const { hertz } = spectrumOf(record).between(10, 400);
    expect(Math.abs(hertz / (orders.outerRace * (record.rpm / 60)) - 1)).toBeLessThan(0.015);
  });

  it.each([
    ['inner-race', 1],
    ['ball', orders.cage],
  ] as const)('has sidebands around the rate of the fault: %s', (fault, apart) => {
    const record = simulateBearing({ fault, severity: 1.4, slip: 0.001 });
    const shaftHz = record.rpm / 60;
    const { between, median } = spectrumOf(record);
    for (const order of [rates[fault], rates[fault] - apart, rates[fault] + apart]) {
      const { amplitude } = between(0.99 * order * shaftHz, 1.01 * order * shaftHz);
      expect(amplitude / median).toBeGreaterThan(8);
    }
  });

  it('grows more impulsive with the size of an outer race fault', () => {
    const [healthy, ...sizes] = [0, 0.7, 1.4].map((severity) => kurtosisOf(simulateBearing({ fault: severity ? 'outer-race' : 'normal', severity }))); // prettier-ignore
    expect(Math.abs(healthy! - 3)).toBeLessThan(0.5);
    expect([...sizes].sort((a, b) => a - b)).toEqual(sizes);
    expect(sizes[0]).toBeGreaterThan(healthy!);
  });

  it('lets a fault grow from nothing: the blows of the last second are the strongest', () => {
    const growth = { beginS: 2, severity: 1 };
    const { samples } = simulateBearing({ severity: 0, durationS: 10, growth });
    const peaks = [0, 4, 9].map((second) => Math.max(...samples.subarray(12_000 * second, 12_000 * (second + 1)).map(Math.abs))); // prettier-ignore
    const { samples: healthy } = simulateBearing({ fault: 'normal', durationS: 2 });
    expect(peaks[0]).toBeLessThan(1.2 * Math.max(...healthy.map(Math.abs)));
    expect(peaks[1]).toBeGreaterThan(1.1 * peaks[0]!);
    expect(peaks[2]).toBeGreaterThan(1.3 * peaks[1]!);
  });

  it('repeats for a seed and differs for another', () => {
    const [a, b, c] = [1, 1, 2].map((seed) => simulateBearing({ seed, durationS: 0.1 }).samples);
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
  });

  it('names every bad setting', () => {
    expect(() => simulateBearing({ rpm: 0, slip: -1 })).toThrow('rpm: must be above 0, got 0; slip: must be at least 0, got -1'); // prettier-ignore
    expect(() => simulateBearing({ durationS: 1, growth: { beginS: 1, severity: -1 } })).toThrow('growth.severity: must be at least 0, got -1; growth.beginS: must be at least 0 and below durationS 1, got 1'); // prettier-ignore
  });
});
