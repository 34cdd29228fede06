import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  DriftState,
  LearnBaselineRequest,
  Shift,
} from '@polymath/contracts/polymath/diagnosis/v1/live';
import { PolymathError } from '@polymath/errors';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ended, outputOf, succeeded } from './jobs.fixture.js';
import { block, blocks, eventsOf, header, messages, startLive, vibration } from './live.fixture.js'; // prettier-ignore
import { putMachines } from './machines.fixture.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const operatingPoint = '1797 rpm';
const { DRIFT_STATE_STEADY: steady, DRIFT_STATE_CHANGED: changed } = DriftState;

let service: Awaited<ReturnType<typeof startLive>>['service'];
let diagnoser: Artifact;
let collected: Artifact;
const baseline = { source: { $case: 'model' as const, value: { name: 'pump-3' } } };

const learn = async (patch: Parameters<typeof LearnBaselineRequest.fromPartial>[0]) =>
  (await service.diagnosis.learnBaseline(LearnBaselineRequest.fromPartial({ diagnoser, ...patch })))
    .job;

beforeAll(async () => {
  ({ service, diagnoser } = await startLive());
  const opened = header({ operatingPoint, collectWindows: 200 });
  const stream = messages(opened, blocks(vibration('normal', 20, 25), 12_000));
  const { of } = await eventsOf(service, stream);
  const [found] = of('collected');
  expect(found).toMatchObject({ windows: 200, operatingPoint });
  expect(found!.unknownShare).toBeLessThan(0.2);
  collected = found!.file!;
  const options = { modelName: 'pump-3' };
  const job = await succeeded(service, await learn({ collected: [collected], options }));
  expect(job.metrics).toEqual({ [`windows.${operatingPoint}`]: 200 });
});
afterAll(() => service.close());

const statesOf = async (...parts: Parameters<typeof messages>) => {
  const { of } = await eventsOf(service, messages(...parts));
  return of('verdict').map(({ drift }) => drift);
};

describe('a baseline that a stream has collected', () => {
  it('finds the same machine as it was', async () => {
    const opened = header({ baseline, operatingPoint });
    const drifts = await statesOf(opened, blocks(vibration('normal', 20, 25), 12_000));
    expect(drifts).toHaveLength(250);
    expect(drifts.filter((drift) => drift?.state !== steady)).toEqual([]);
  });

  it('sees within two seconds that the machine has changed, and by which figure', async () => {
    const opened = header({ baseline, operatingPoint });
    const drifts = await statesOf(opened, blocks(vibration('outer-race', 20, 3), 1200));
    expect(drifts.slice(20).every((drift) => drift!.state === changed)).toBe(true);
    expect(drifts.at(-1)).toMatchObject({ rms: Shift.SHIFT_RISE, kurtosis: Shift.SHIFT_RISE });
    expect(drifts.at(-1)!.score).toBeGreaterThan(1);
  });

  it('says nothing at an operating point that it does not know', async () => {
    const samples = vibration('outer-race', 20, 1);
    const first = block(0, samples.subarray(0, 1200));
    const elsewhere = block(1, samples.subarray(1200, 2400), { operatingPoint: 'idle' });
    const drifts = await statesOf(header({ baseline, operatingPoint }), first, elsewhere);
    expect(drifts[0]).toBeDefined();
    expect(drifts[1]).toBeUndefined();
  });

  it('is refused at an operating point that it does not know, when the stream begins there', async () => {
    const opened = header({ baseline, operatingPoint: 'idle' });
    const error = await statesOf(opened).then(() => undefined, (cause: unknown) => PolymathError.from(cause)); // prettier-ignore
    expect(error!.fields[0]!.field).toBe('header.operating_point');
    expect(error!.message).toContain(operatingPoint);
  });
});

describe('LearnBaseline', () => {
  it('learns from recordings, each operating point by itself', async () => {
    const healthy = [1797, 1730].map((rpm) => ({
      ...{ fault: 'normal' as const, rpm, seed: 30, durationS: 7 },
    }));
    const recordings = (await putMachines(service, healthy)).map(({ recording, load }) => ({
      ...{ recording: recording!, operatingPoint: load },
    }));
    const job = await succeeded(service, await learn({ recordings }));
    expect(job.metrics).toEqual({ 'windows.1797 rpm': 70, 'windows.1730 rpm': 70 });
    const file = { source: { $case: 'file' as const, value: outputOf(job, 'baseline.safetensors') } }; // prettier-ignore
    const { of } = await eventsOf(service, messages(header({ baseline: file, operatingPoint })));
    expect(of('opened')[0]!.operatingPoints).toEqual(['1797 rpm', '1730 rpm']);
  });

  it('fails with the operating point that has too few windows', async () => {
    const [short] = await putMachines(service, [
      { fault: 'normal', rpm: 1797, seed: 31, durationS: 2 },
    ]);
    const job = await learn({ recordings: [{ recording: short!.recording!, operatingPoint }] });
    const { errors } = await ended(service, job);
    expect(errors[0]!.message).toContain('"1797 rpm": windows: must be at least 60, got 20');
  });

  it('refuses a request that names nothing to learn from', async () => {
    const error = await learn({}).then(
      () => undefined,
      (cause: unknown) => PolymathError.from(cause),
    );
    expect(error!.fields.map(({ field }) => field)).toEqual(['recordings']);
  });
});
