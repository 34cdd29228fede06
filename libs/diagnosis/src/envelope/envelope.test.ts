import { describe, expect, it } from 'vitest';
import { skf6205 } from '../bearing/index.js';
import { simulateBearing } from '../generator/index.js';
import { golden } from '../spectrum/golden.fixture.js';
import { expectNear, expectNoLeak } from '../testing.js';
import { analyzeEnvelope, envelopeDefaults } from './analyze.js';
import { envelopeSpectrum } from './lines.js';
import { mostImpulsiveBand, squaredEnvelope } from './squared-envelope.js';

describe('squaredEnvelope', () => {
  it("is SciPy's analytic signal, squared", () => {
    const samples = Float32Array.from(golden.samples);
    expectNear(squaredEnvelope(samples, 12_000, [1000, 3000]), golden.squaredEnvelope, 1e-9);
  });

  it('of a modulated carrier has lines 2m and m²/2, at f_m and 2·f_m', () => {
    const [m, rate] = [0.6, 12_000];
    const samples = Float32Array.from({ length: 24_000 }, (_, t) => {
      const [slow, fast] = [107, 2800].map((hertz) => Math.cos((2 * Math.PI * hertz * t) / rate));
      return (1 + m * slow!) * fast!;
    });
    const { stepHz, amplitudes } = envelopeSpectrum(squaredEnvelope(samples, rate, [2000, 4000]), rate); // prettier-ignore
    const at = (hertz: number) => amplitudes[Math.round(hertz / stepHz)]!;
    expect(amplitudes.indexOf(Math.max(...amplitudes)) * stepHz).toBeCloseTo(107, 6);
    expect(Math.abs(at(107) / (2 * m) - 1)).toBeLessThan(0.02);
    expect(Math.abs(at(214) / (m * m * 0.5) - 1)).toBeLessThan(0.02);
  });

  it('rejects bands that it cannot have', () => {
    const samples = new Float32Array(100);
    expect(() => squaredEnvelope(samples, 100, [10, 60])).toThrow('band: must rise within 0 to 50 Hz, got 10 to 60'); // prettier-ignore
  });
});

describe('mostImpulsiveBand', () => {
  it('finds a band in which the fault shows, above the shaft', () => {
    const record = simulateBearing({ fault: 'outer-race', severity: 2.8, slip: 0.001 });
    const band = mostImpulsiveBand(record.samples, 12_000);
    expect(band[0]).toBeGreaterThan(2000);
    const input = { ...record, bearing: skf6205 };
    expect(analyzeEnvelope(input, { ...envelopeDefaults, bands: [band] }).verdict).toBe('outer-race'); // prettier-ignore
  });
});

describe('analyzeEnvelope', () => {
  const analyzed = (fault: 'outer-race' | 'inner-race' | 'ball' | 'normal') => {
    const { samples, sampleRateHz, rpm } = simulateBearing({ fault, severity: 1.4, slip: 0.001 });
    return analyzeEnvelope({ samples, sampleRateHz, rpm, bearing: skf6205 });
  };

  it.each(['outer-race', 'inner-race', 'ball'] as const)('names a simulated fault: %s', (fault) => {
    const { verdict, evidence } = analyzed(fault);
    expect(verdict).toBe(fault);
    const [first] = evidence;
    const order = { 'outer-race': 3.58478, 'inner-race': 5.41522, ball: 4.71344 }[fault];
    expect(Math.abs(first!.harmonics[0]!.order / order - 1)).toBeLessThan(0.01);
    expect(first!.sidebands).toHaveLength(fault === 'outer-race' ? 0 : 2);
  });

  it('says nothing of a healthy machine', () => {
    expect(analyzed('normal').verdict).toBe('NOT_DIAGNOSABLE');
  });

  it('names what is wrong, and leaves no tensor behind', async () => {
    const input = { samples: new Float32Array(1), sampleRateHz: 0, rpm: 0, bearing: skf6205 };
    expect(() => analyzeEnvelope(input, { ...envelopeDefaults, bands: [] })).toThrow(
      'sampleRateHz: must be above 0, got 0; rpm: must be above 0, got 0; settings: must name a band, a fault and a harmonic at least; samples: must be at least 2, got 1',
    );
    await expectNoLeak(() => {
      analyzed('normal');
    });
  });
});
