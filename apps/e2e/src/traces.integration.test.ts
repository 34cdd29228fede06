import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPolymath } from './cli.fixture.js';
import { startCollector, type Collector } from './collector.fixture.js';
import { putImages, succeeded } from './jobs.fixture.js';
import { trainModel } from './models.fixture.js';
import { patterns } from './patterns.fixture.js';
import { startPlatform } from './platform.js';
import { startTrainingService } from './training-service.fixture.js';

// Processes are started and a training resumed, perhaps beside other tests.
vi.setConfig({ testTimeout: 240_000 });

const submitCall = 'polymath.compression.v1.CompressionService/TrainClassifier';
const command = 'polymath compress train-classifier';
const kinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };

let collector: Collector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

describe('a trace', () => {
  it('goes from the client through the service and the record to the engine process', async () => {
    const platform = await startPlatform({ otelExporterOtlpEndpoint: collector.url });
    const training = await putImages(platform, patterns(96, 1));
    const job = await succeeded(platform, await trainModel(platform, { modelName: '', training }));
    // Sends what is left.
    await platform.close();
    const client = await collector.span(submitCall, kinds.client);
    const server = await collector.span(submitCall, kinds.server);
    const submit = await collector.span('TrainClassifier submit', kinds.producer);
    const attempt = await collector.span('TrainClassifier attempt', kinds.consumer);
    const engine = await collector.span('engine process', kinds.internal);
    const chain = [client, server, submit, attempt, engine];
    expect(chain.map(({ traceId }) => traceId)).toEqual(chain.map(() => client.traceId));
    expect(client.parentSpanId ?? '').toBe('');
    expect(chain.slice(1).map(({ parentSpanId }) => parentSpanId)).toEqual(
      chain.slice(0, -1).map(({ spanId }) => spanId),
    );
    expect(job.traceParent).toBe(`00-${client.traceId}-${submit.spanId}-01`);
    const end = { key: 'polymath.attempt.end', value: { stringValue: 'succeeded' } };
    expect(attempt.attributes).toContainEqual(end);
  });

  it('begins with a command, whose process ends when all is sent', async () => {
    const platform = await startPlatform({ otelExporterOtlpEndpoint: collector.url });
    const { images, labels } = await putImages(platform, patterns(96, 1));
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      POLYMATH_COMPRESSION_ADDRESS: platform.address,
    };
    const data = ['--training.images', images!.sha256, '--training.labels', labels!.sha256];
    const options = ['--architecture', 'lenet5', '--epochs', '1', ...data, '--watch'];
    const child = startPolymath(env, ...command.split(' ').slice(1), ...options);
    expect((await once(child, 'exit'))[0]).toBe(0);
    const whole = await collector.span(command, kinds.internal);
    const client = await collector.span(submitCall, kinds.client);
    await platform.close();
    const server = await collector.span(submitCall, kinds.server);
    const submit = await collector.span('TrainClassifier submit', kinds.producer);
    const attempt = await collector.span('TrainClassifier attempt', kinds.consumer);
    const chain = [whole, client, server, submit, attempt, await collector.span('engine process')];
    expect(whole.parentSpanId ?? '').toBe('');
    expect(chain.map(({ traceId }) => traceId)).toEqual(chain.map(() => whole.traceId));
    expect(chain.slice(1).map(({ parentSpanId }) => parentSpanId)).toEqual(
      chain.slice(0, -1).map(({ spanId }) => spanId),
    );
    const watch = await collector.span('polymath.jobs.v1.JobService/WatchJob', kinds.client);
    expect(watch).toMatchObject({ traceId: whole.traceId, parentSpanId: whole.spanId });
    const code = { key: 'process.exit.code', value: { intValue: 0 } };
    expect(whole.attributes).toContainEqual(code);
  });

  it('goes on with the next attempt when a worker dies', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'polymath-traces-'));
    const service = await startTrainingService(folder, {
      otelExporterOtlpEndpoint: collector.url,
      // What a killed process has not sent is lost.
      otelBspScheduleDelay: '50',
    });
    try {
      const job = await service.trainToCheckpoint();
      const submit = await collector.span('TrainClassifier submit');
      service.service.close();
      await service.service.kill();
      await service.start();
      await succeeded(service.service, job);
      const attempt = await collector.span('TrainClassifier attempt');
      const { traceId, spanId: parentSpanId } = submit;
      expect(attempt).toMatchObject({ traceId, parentSpanId });
      const epoch = { key: 'polymath.job.epoch', value: { intValue: 2 } };
      expect(attempt.attributes).toContainEqual(epoch);
      const engine = await collector.span('engine process');
      expect(engine).toMatchObject({ traceId, parentSpanId: attempt.spanId });
    } finally {
      await service.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
