import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  DescribeDiagnoserRequest,
  DiagnoseRecordingRequest,
  EvaluateDiagnoserRequest,
  SplitProtocol,
  TrainDiagnoserRequest,
} from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import {
  AnalyzeEnvelopeRequest,
  BearingFault,
} from '@polymath/contracts/polymath/diagnosis/v1/envelope';
import {
  Recording,
  Unit,
  type LabelledRecording,
} from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { ModelInferRequest } from '@polymath/contracts/inference/grpc_service';
import {
  ListJobsRequest,
  type Job,
  type JobEvent,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { simulateBearing, skf6205 } from '@polymath/diagnosis';
import { PolymathError } from '@polymath/errors';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DiagnosisClients } from './clients.js';
import { enginesOf } from './engine-processes.fixture.js';
import { ended, get, outputOf, pageOf, put, remains, succeeded } from './jobs.fixture.js';
import { putMachines, type Machine } from './machines.fixture.js';
import { startDiagnosis, type Running } from './platform.js';

// Trainings are run twice and processes started anew, perhaps beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const faults = ['normal', 'inner-race', 'outer-race'] as const;
const machine = (fault: Machine['fault'], rpm: number, seed: number, durationS = 3): Machine => ({
  ...{ fault, rpm, seed, durationS },
});

let service: Running<DiagnosisClients>;
let recordings: LabelledRecording[];
let trained: Job;
let diagnoser: Artifact;
/** Engine processes that answer calls and run no jobs. */
let forCalls: number[];

const request = (patch: object = {}) =>
  TrainDiagnoserRequest.fromPartial({
    recordings,
    filters: { count: 48, length: 64, segments: 800, iterations: 30 },
    seed: 7n,
    ...patch,
  });

beforeAll(async () => {
  // A checkpoint whenever it costs at most a tenth of the time.
  service = await startDiagnosis({ checkpointMs: 0 });
  forCalls = enginesOf(process.pid);
  const machines = faults.flatMap((fault) => [
    machine(fault, 1797, 1, 6),
    machine(fault, 1730, 2, 6),
  ]);
  recordings = await putMachines(service, machines);
  const { job } = await service.diagnosis.trainDiagnoser(
    request({ options: { modelName: 'pump' } }),
  );
  trained = await succeeded(service, job);
  diagnoser = outputOf(trained, 'diagnoser.safetensors');
});
afterAll(() => service.close());

describe('TrainDiagnoser', () => {
  it('reports each method on each split, what that leaks, and what the diagnoser is worth', async () => {
    const report = JSON.parse(String(await get(service, outputOf(trained, 'report.json')))) as {
      results: Record<string, unknown>[];
      filters: { bands: { centreHz: number }[] };
    };
    const named = (key: string) => [...new Set(report.results.map((result) => result[key]))];
    expect(named('protocol')).toEqual(['within recording', 'leave one load out', 'diagnoser']);
    expect(named('method')).toEqual(['SPEC', 'STAT', 'NSAE-LCN', 'SAE-LCN']);
    expect(report.results).toHaveLength(13);
    expect(named('leaks').every((leak) => typeof leak === 'string' && leak !== '')).toBe(true);
    const sum = (report.results.at(-1)!['confusion'] as number[][]).flat().reduce((a, b) => a + b);
    expect(sum).toBe(report.results.at(-1)!['testWindows']);
    const centres = report.filters.bands.map(({ centreHz }) => centreHz);
    expect(centres).toHaveLength(48);
    expect(centres.every((hertz) => hertz > 0 && hertz < 6000)).toBe(true);
    expect(trained.metrics['accuracy']).toBeGreaterThan(0.9);
    expect(trained.metrics['nsae-lcn.leave-one-load-out']).toBeGreaterThan(0.8);
  });

  it('ends as if nothing had happened when its engine process is killed in every kind of phase', async () => {
    const options = {
      protocols: [SplitProtocol.SPLIT_PROTOCOL_RANDOM],
      calibrationLoad: '1730 rpm',
    };
    const submit = async () => (await service.diagnosis.trainDiagnoser(request(options))).job;
    const undisturbed = await succeeded(service, await submit());
    const waiting = new Set(['filters', 'recognizer']);
    const job = await ended(service, await submit(), ({ event }: JobEvent) => {
      if (event?.$case !== 'checkpoint') return;
      const kind = [...waiting].find((phase) => event.value.phase.endsWith(phase));
      if (!kind) return;
      waiting.delete(kind);
      const pids = enginesOf(process.pid).filter((pid) => !forCalls.includes(pid));
      for (const pid of pids) process.kill(pid, 'SIGKILL');
    });
    expect([...waiting]).toEqual([]);
    expect(job.epoch).toBe(3);
    expect(remains(job)).toEqual(remains(undisturbed));
    expect(await pageOf(service, job)).toBe(await pageOf(service, undisturbed));
  });
});

describe('a diagnoser', () => {
  const diagnose = (recording: Recording | undefined, patch: object = {}) =>
    service.diagnosis.diagnoseRecording(
      DiagnoseRecordingRequest.fromPartial({ diagnoser, recording, ...patch }),
    );

  it('names the condition of new recordings', async () => {
    const fresh = await putMachines(
      service,
      faults.map((fault) => machine(fault, 1797, 11)),
    );
    for (const { recording, condition } of fresh) {
      const { summary, windows, conditions } = await diagnose(recording);
      expect(summary).toMatchObject({ condition, usableWindows: 30, badWindows: 0 });
      expect(windows.at(-1)).toMatchObject({ steadyCondition: condition, startSeconds: 2.9 });
      expect(conditions).toEqual(['inner-race', 'normal', 'outer-race']);
      expect(summary!.reasons).toHaveLength(5);
      expect(summary!.health!.rms).toBeGreaterThan(0.01);
    }
  });

  it('says that a fault is none that was taught', async () => {
    const [ball] = await putMachines(service, [machine('ball', 1797, 5)]);
    expect((await diagnose(ball!.recording)).summary).toMatchObject({ unknown: true });
  });

  it('says which windows say nothing', async () => {
    const samples = Int16Array.from({ length: 3600 }, (_, t) => (t < 1200 ? 0 : (t * 7919) % 97));
    const file = await put(service, Buffer.from(samples.buffer), 'dead.raw');
    const recording = Recording.fromPartial({
      ...{ file, sampleRateHz: 12_000, unit: Unit.UNIT_G },
      format: { $case: 'int16', value: { scale: 0.001 } },
    });
    const { windows } = await diagnose(recording);
    expect(windows.map(({ badSignal }) => badSignal)).toEqual([1, 0, 0]);
    expect(windows[0]).toMatchObject({ condition: '', probabilities: [] });
  });

  it('describes itself', async () => {
    const described = await service.diagnosis.describeDiagnoser(
      DescribeDiagnoserRequest.fromPartial({ diagnoser }),
    );
    expect(described).toMatchObject({
      ...{ sampleRateHz: 12_000, unit: Unit.UNIT_G, windowLength: 1200, seed: 7n },
      conditions: ['inner-race', 'normal', 'outer-race'],
    });
    expect(described.filters).toHaveLength(48);
    expect(described.recordings).toContain('normal 1797');
  });

  it('is measured on other recordings, untaught conditions included', async () => {
    const machines = [machine('normal', 1797, 21), machine('ball', 1797, 22)];
    const others = await putMachines(service, machines);
    const { job } = await service.diagnosis.evaluateDiagnoser(
      EvaluateDiagnoserRequest.fromPartial({ diagnoser, recordings: others }),
    );
    const { metrics, outputs } = await succeeded(service, job);
    expect(outputs.map(({ name }) => name)).toEqual(['report.json', 'report.html']);
    expect(metrics['windows']).toBe(60);
    expect(metrics['knownAccuracy']).toBeGreaterThan(0.9);
    expect(metrics['unknownDetected']).toBeGreaterThan(0.8);
  });

  it('is served by the Open Inference Protocol under the name of its model', async () => {
    const { samples } = simulateBearing({ fault: 'inner-race', seed: 31, durationS: 0.2 });
    const raw = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
    const inputs = [{ name: 'windows', datatype: 'FP32', shape: [2n, 1200n] }];
    const answer = await service.inference.modelInfer(
      ModelInferRequest.fromPartial({ modelName: 'pump', inputs, rawInputContents: [raw] }),
    );
    const names = answer.outputs.map(({ name }) => name);
    expect(names).toEqual(['probabilities', 'class', 'unknown_score']);
    const classes = new Int32Array(Uint8Array.from(answer.rawOutputContents[1]!).buffer);
    expect([...classes]).toEqual([0, 0]);
  });
});

describe('AnalyzeEnvelope', () => {
  it('finds the rate of an outer race in its order', async () => {
    const [outer] = await putMachines(service, [machine('outer-race', 1797, 3, 4)]);
    const { verdict, evidence, outerRaceOrder } = await service.diagnosis.analyzeEnvelope(
      AnalyzeEnvelopeRequest.fromPartial({ recording: outer!.recording!, bearing: skf6205 }),
    );
    expect(verdict).toBe(BearingFault.BEARING_FAULT_OUTER_RACE);
    expect(outerRaceOrder).toBeCloseTo(3.585, 3);
    expect(Math.abs(evidence[0]!.harmonics[0]!.order / outerRaceOrder - 1)).toBeLessThan(0.02);
  });
});

describe('bad input', () => {
  const failureOf = (call: Promise<unknown>): Promise<PolymathError> =>
    call.then(
      () => Promise.reject(new Error('it succeeded')),
      (error: unknown) => PolymathError.from(error),
    );
  const csv = (patch: object) => ({
    file: { sha256: '0'.repeat(64) },
    format: { $case: 'csv' as const, value: {} },
    ...{ unit: Unit.UNIT_G, ...patch },
  });

  it('is refused with the remedy where a sampling rate is needed, before there is a job', async () => {
    const before = (await service.jobs.listJobs(ListJobsRequest.create({}))).jobs.length;
    const { kind, fields } = await failureOf(
      service.diagnosis.trainDiagnoser(
        TrainDiagnoserRequest.fromPartial({
          recordings: [{ recording: csv({}), condition: 'a' }, { recording: csv({ unit: 0 }) }],
          windowLength: 3,
        }),
      ),
    );
    expect(kind).toBe('invalid-input');
    expect(fields.map(({ field }) => field)).toEqual([
      'recordings[0].recording.sample_rate_hz',
      'recordings[1].recording.sample_rate_hz',
      'recordings[1].recording.unit',
      'recordings[1].condition',
      'recordings[1].recording.file',
      'recordings[1].recording.unit',
      'window_length',
      'filters.length',
    ]);
    expect(fields[0]!.description).toContain('give the samples a second');
    const after = (await service.jobs.listJobs(ListJobsRequest.create({}))).jobs.length;
    expect(after).toBe(before);
  });

  it.each<[string, (first: Recording) => Promise<unknown>, string]>([
    [
      'a unit that the diagnoser does not know',
      (first) =>
        service.diagnosis.diagnoseRecording(
          DiagnoseRecordingRequest.fromPartial({
            diagnoser,
            recording: { ...first, unit: Unit.UNIT_RAW },
          }),
        ),
      'recording.unit: must be the diagnoser',
    ],
    [
      'a recording as a diagnoser',
      (first) =>
        service.diagnosis.describeDiagnoser(
          DescribeDiagnoserRequest.fromPartial({ diagnoser: first.file! }),
        ),
      'safetensors',
    ],
    [
      'an envelope without a speed',
      (first) =>
        service.diagnosis.analyzeEnvelope(
          AnalyzeEnvelopeRequest.fromPartial({
            recording: { ...first, rpm: 0 },
            bearing: skf6205,
          }),
        ),
      'recording.rpm: is required',
    ],
  ])('is refused: %s', async (_, call, message) => {
    const error = await failureOf(call(recordings[0]!.recording!));
    expect(error.kind).toMatch(/^(invalid-input|corrupt-data)$/);
    expect(error.message + JSON.stringify(error.fields)).toContain(message.split(': ').at(-1)!);
  });
});
