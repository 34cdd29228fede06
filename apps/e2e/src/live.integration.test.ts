import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { DiagnoseRecordingRequest } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { BearingFault } from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import type { DiagnoseRequest } from '@polymath/contracts/polymath/diagnosis/v1/live';
import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { simulateBearing, skf6205 } from '@polymath/diagnosis';
import { PolymathError } from '@polymath/errors';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { put } from './jobs.fixture.js';
import { block, blocks, eventsOf, header, messages, sampleRateHz, startLive, vibration } from './live.fixture.js'; // prettier-ignore

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

let service: Awaited<ReturnType<typeof startLive>>['service'];
let diagnoser: Artifact;

beforeAll(async () => {
  ({ service, diagnoser } = await startLive());
});
afterAll(() => service.close());

const failureOf = (requests: AsyncIterable<DiagnoseRequest>): Promise<PolymathError> =>
  eventsOf(service, requests).then(
    () => Promise.reject(new Error('the stream succeeded')),
    (error: unknown) => PolymathError.from(error),
  );

describe('Diagnose', () => {
  it.each([
    ['that are shorter than a window', 500, undefined],
    ['that hold many windows', 30_000, undefined],
    ['with windows that overlap', 700, 400],
  ])('says of blocks %s what DiagnoseRecording says of the file', async (_, size, hop) => {
    const samples = vibration('outer-race', 11);
    const recorded = await recordedVerdicts(samples, hop);
    const source = { source: { $case: 'file' as const, value: diagnoser } };
    const opened = header({ diagnoser: source, ...(hop && { hop }) });
    const { of } = await eventsOf(service, messages(opened, blocks(samples, size)));
    const live = of('verdict');
    expect(live).toHaveLength(recorded.length);
    live.forEach(({ verdict, window }, i) => {
      const { probabilities, unknownScore, ...said } = recorded[i]!;
      expect(window).toBe(BigInt(i));
      expect(verdict).toMatchObject(said);
      expect(verdict!.unknownScore).toBeCloseTo(unknownScore, 4);
      verdict!.probabilities.forEach((p, c) => expect(p).toBeCloseTo(probabilities[c]!, 5));
    });
  });

  it('first says what the stream is held against, by the name of the model', async () => {
    const { all, of } = await eventsOf(service, messages(header()));
    expect(all).toHaveLength(1);
    expect(of('opened')[0]).toMatchObject({
      ...{ sampleRateHz, unit: Unit.UNIT_G, windowLength: 1200, hop: 1200, diagnoserVersion: 1 },
      conditions: ['inner-race', 'normal', 'outer-race'],
      diagnoser: { sha256: diagnoser.sha256 },
    });
  });

  it('gives health, reasons, times, a trend and the envelope at the bearing orders', async () => {
    const samples = vibration('outer-race', 3, 8);
    const opened = header({ bearing: skf6205, rpm: 1797, reportSeconds: 4, mostReasons: 2 });
    const t0 = 1_700_000_000_000_000_000n;
    const timed = [...blocks(samples, 12_000)].map((message, i) => {
      if (message.part?.$case === 'block')
        message.part.value.t0Nanos = t0 + BigInt(i) * 1_000_000_000n;
      return message;
    });
    const { of } = await eventsOf(service, messages(opened, timed));
    const third = of('verdict')[12]!;
    expect(third).toMatchObject({ sequence: 1n, t0Nanos: t0 + 1_200_000_000n });
    expect(third.reasons).toHaveLength(2);
    expect(third.health!.kurtosis).toBeGreaterThan(3);
    expect(of('trend').map(({ usableWindows }) => usableWindows)).toEqual([40, 40]);
    expect(of('trend')[1]).toMatchObject({ startSeconds: 4, steadyCondition: 'outer-race' });
    const [first] = of('envelope');
    expect(first).toMatchObject({ startSeconds: 0, durationSeconds: 4, rpm: 1797 });
    expect(first!.analysis!.verdict).toBe(BearingFault.BEARING_FAULT_OUTER_RACE);
    expect(first!.velocityRms).toBeGreaterThan(0);
  });

  it('converts units that are known, and 16-bit samples by their scale', async () => {
    const samples = vibration('inner-race', 5, 1);
    const { of } = await eventsOf(service, messages(header(), blocks(samples, 12_000)));
    const metres = samples.map((value) => value * 9.80665);
    const inMetres = header({ unit: Unit.UNIT_METRES_PER_SECOND_SQUARED });
    const converted = await eventsOf(service, messages(inMetres, blocks(metres, 12_000)));
    const words = Int16Array.from(samples, (value) => Math.round(value / 1e-4));
    const value = Buffer.from(words.buffer);
    const coded = block(0, samples, { samples: { $case: 'i16Le', value } });
    const fromWords = await eventsOf(service, messages(header({ scale: 1e-4 }), coded));
    const rms = of('verdict').map(({ health }) => health!.rms);
    for (const other of [converted, fromWords])
      other.of('verdict').forEach(({ health }, i) => expect(health!.rms).toBeCloseTo(rms[i]!, 4));
    expect(rms).toHaveLength(10);
  });

  it('resamples a stream of a higher rate to the same verdicts', async () => {
    const options = { severity: 1.4, seed: 5, durationS: 2, rpm: 1797 };
    const { samples } = simulateBearing({ fault: 'outer-race', sampleRateHz: 48_000, ...options });
    const opened = header({ sampleRateHz: 48_000 });
    const { of } = await eventsOf(service, messages(opened, blocks(samples, 4800)));
    const recorded = await recordedVerdicts(samples, undefined, 48_000);
    expect(of('verdict').map(({ verdict }) => verdict!.condition)).toEqual(
      recorded.map(({ condition }) => condition),
    );
    expect(recorded).toHaveLength(20);
  });

  it('reports a gap, and lets no window reach over it', async () => {
    const samples = vibration('normal', 6, 1);
    const second = 1_000_000_000n;
    const before = block(7, samples.subarray(0, 1800), { t0Nanos: second });
    // 1,800 samples are 150 ms; 250 ms later 100 ms are missing.
    const after = block(10, samples.subarray(3000, 5400), { t0Nanos: second + 250_000_000n });
    const { all, of } = await eventsOf(service, messages(header(), before, after));
    expect(of('gap')).toEqual([{ expectedSequence: 8n, sequence: 10n, lostSeconds: 0.1 }]);
    expect(of('verdict').map(({ verdict }) => verdict!.startSeconds)).toEqual([0, 0.25, 0.35]);
    expect(all.map(({ $case }) => $case).slice(0, 3)).toEqual(['opened', 'verdict', 'gap']);
  });

  const floats = Float32Array.of(1, 2, 3);
  it.each<[string, string, DiagnoseRequest[]]>([
    ['a block before the header', 'header', [block(0, floats)]],
    ['a second header', 'header', [header(), header()]],
    [
      'a value that is no number',
      'block.f32_le',
      [header(), block(0, floats), block(1, Float32Array.of(1, NaN))],
    ],
    ['an empty block', 'block.f32_le', [header(), block(0, new Float32Array())]],
    ['too long a block', 'block.f32_le', [header(), block(0, new Float32Array(65_537))]],
    [
      'half a sample',
      'block.i16_le',
      [
        header({ scale: 1 }),
        block(0, floats, { samples: { $case: 'i16Le', value: Buffer.alloc(3) } }),
      ],
    ],
    [
      '16-bit samples without a scale',
      'header.scale',
      [header(), block(0, floats, { samples: { $case: 'i16Le', value: Buffer.alloc(4) } })],
    ],
    [
      'another rate',
      'block.sample_rate_hz',
      [header(), block(0, floats, { sampleRateHz: 24_000 })],
    ],
    ['a block that was there', 'block.sequence', [header(), block(3, floats), block(3, floats)]],
    ['a rate below the diagnoser', 'header.sample_rate_hz', [header({ sampleRateHz: 8000 })]],
    ['a unit that cannot be converted', 'header.unit', [header({ unit: Unit.UNIT_RAW })]],
    ['no unit', 'header.unit', [header({ unit: Unit.UNIT_UNSPECIFIED })]],
  ])('ends with the field that is wrong: %s', async (_, field, requests) => {
    const { kind, fields } = await failureOf(messages(requests));
    expect(kind).toBe('invalid-input');
    expect(fields.map((bad) => bad.field)).toEqual([field]);
  });

  it('names every bad field of a header', async () => {
    const bad = header({ machineId: '', sampleRateHz: 0, diagnoser: {}, reportSeconds: 0.5 });
    const { fields } = await failureOf(messages(bad));
    expect(fields.map(({ field }) => field)).toEqual([
      ...['header.machine_id', 'header.sample_rate_hz', 'header.diagnoser'],
      'header.report_seconds',
    ]);
  });

  it('says that a model is not there', async () => {
    const source = { source: { $case: 'model' as const, value: { name: 'fan' } } };
    expect((await failureOf(messages(header({ diagnoser: source })))).kind).toBe('not-found');
  });
});

/** What DiagnoseRecording says of the same samples, as a CSV file of their shortest decimals. */
async function recordedVerdicts(samples: Float32Array, hop = 0, rateHz = sampleRateHz) {
  const file = await put(service, Buffer.from(`x\n${samples.join('\n')}\n`), 'samples.csv');
  const { windows } = await service.diagnosis.diagnoseRecording(
    DiagnoseRecordingRequest.fromPartial({
      ...{ diagnoser, hop },
      recording: {
        ...{ file, sampleRateHz: rateHz, unit: Unit.UNIT_G },
        format: { $case: 'csv', value: {} },
      },
    }),
  );
  return windows;
}
