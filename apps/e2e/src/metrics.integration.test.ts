import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { put, putImages, succeeded } from './jobs.fixture.js';
import { inferRequest, trainModel } from './models.fixture.js';
import { classes, patterns } from './patterns.fixture.js';
import { startPlatform, type Platform } from './platform.js';
import { scrape, valueIn, type Sample } from './prometheus.fixture.js';

const seen = patterns(12, 3);
const uploadBytes = 1000;
/** A LeNet-5 has 61,706 weights for ten classes; each class less takes 84 weights and a bias from the last layer. */
const weightBytes = 4 * (61_706 - (10 - classes) * 85);

let platform: Platform;
let training: LabelledImages;
let samples: readonly Sample[];

const page = (path: string) => fetch(`http://${platform.adminAddress}${path}`);

const value = (name: string, labels: Readonly<Record<string, string>> = {}) =>
  valueIn(samples, name, { area: 'compression', ...labels });

beforeAll(async () => {
  platform = await startPlatform({ checkpointMs: 0 });
  training = await putImages(platform, patterns(96, 1));
  await put(platform, Buffer.alloc(uploadBytes));
  const modelName = 'patterns';
  await succeeded(platform, await trainModel(platform, { modelName, training }));
  const infer = () => platform.inference.modelInfer(inferRequest(modelName, seen.values));
  await infer();
  await Promise.all([infer(), infer()]);
  await platform.jobs.getJob({ jobId: 'nobody' }).catch(() => undefined);
  samples = await scrape(`http://${platform.adminAddress}/metrics`);
});
afterAll(() => platform.close());

describe('/metrics', () => {
  it('counts and times calls by service, method and code', () => {
    const inference = { service: 'inference.GRPCInferenceService', method: 'ModelInfer' };
    expect(value('polymath_rpc_duration_seconds_count', { ...inference, code: 'OK' })).toBe(3);
    const jobs = { service: 'polymath.jobs.v1.JobService', method: 'GetJob' };
    expect(value('polymath_rpc_duration_seconds_count', { ...jobs, code: 'NOT_FOUND' })).toBe(1);
    expect(value('polymath_rpc_in_flight', inference)).toBe(0);
  });

  it('counts jobs, their attempts and their ends', () => {
    const kind = 'TrainClassifier';
    expect(value('polymath_jobs', { kind, state: 'succeeded' })).toBe(1);
    expect(value('polymath_jobs', { kind, state: 'queued' })).toBe(0);
    expect(value('polymath_jobs_queued', { accelerator: 'cpu' })).toBe(0);
    expect(value('polymath_jobs_oldest_queued_seconds', { accelerator: 'cpu' })).toBe(0);
    expect(value('polymath_job_attempts_total', { kind, end: 'succeeded' })).toBe(1);
    expect(value('polymath_job_duration_seconds_count', { kind, end: 'succeeded' })).toBe(1);
    expect(value('polymath_worker_jobs')).toBe(0);
  });

  it('counts checkpoints and their bytes', () => {
    expect(value('polymath_checkpoint_duration_seconds_count')).toBeGreaterThan(0);
    // Weights, and Adam's two averages of each.
    expect(value('polymath_checkpoint_bytes_total')).toBeGreaterThan(3 * weightBytes);
    expect(value('polymath_checkpoint_failures_total')).toBe(0);
  });

  it('shows the engine processes, their memory and processor time', () => {
    // TensorFlow alone takes more than this.
    const leastBytes = 100_000_000;
    for (const role of ['jobs', 'models']) {
      expect(value('polymath_engine_processes', { role })).toBe(1);
      expect(value('polymath_engine_resident_memory_bytes', { role })).toBeGreaterThan(leastBytes);
      expect(value('polymath_engine_cpu_seconds_total', { role })).toBeGreaterThan(0);
      expect(value('polymath_engine_starts_total', { role })).toBe(1);
      expect(value('polymath_engine_ends_total', { role, reason: 'died' })).toBe(0);
    }
  });

  it('counts calls of models, their batches and what is loaded, without their names', () => {
    const kind = 'classifier';
    expect(value('polymath_model_calls_total', { kind, end: 'answered' })).toBe(3);
    expect(value('polymath_model_queue_wait_seconds_count', { kind })).toBe(3);
    expect(value('polymath_model_batch_rows_sum', { kind })).toBe(3 * 12);
    expect(value('polymath_models_loaded')).toBe(1);
    expect(value('polymath_models_loaded_bytes')).toBe(weightBytes);
    const labels = samples.flatMap((sample) => Object.values(sample.labels));
    expect(labels).not.toContain('patterns');
  });

  it('counts the bytes that clients send', () => {
    const images = Number(training.images!.sizeBytes + training.labels!.sizeBytes);
    expect(value('polymath_artifact_bytes_total', { direction: 'up' })).toBe(images + uploadBytes);
  });

  it('shows what is stored, as it was within the last minute', () => {
    for (const store of ['artifacts', 'EVENTS', 'KV_jobs', 'KV_models', 'WORK']) {
      expect(value('polymath_stored_bytes', { store }), store).toBeGreaterThanOrEqual(0);
      expect(value('polymath_stored_items', { store }), store).toBeGreaterThanOrEqual(0);
    }
    expect(value('polymath_disk_free_ratio', { store: 'artifacts' })).toBeGreaterThan(0);
    expect(value('polymath_disk_free_ratio', { store: 'artifacts' })).toBeLessThan(1);
  });

  it('shows the connection to NATS and the process', () => {
    expect(value('polymath_nats_connected')).toBe(1);
    expect(value('polymath_nats_reconnects_total')).toBe(0);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect(value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  });
});

describe('/healthz and /readyz', () => {
  it('say that the service is well', async () => {
    expect((await page('/healthz')).status).toBe(200);
    expect((await page('/readyz')).status).toBe(200);
  });
});
