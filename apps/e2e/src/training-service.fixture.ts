import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { startNats, type NatsFixture } from '@polymath/testing';
import { putImages } from './jobs.fixture.js';
import { patterns } from './patterns.fixture.js';
import { startService, type ServiceProcess } from './service-process.fixture.js';

/** The compression service as a process, with a nats-server of its own, and a training of some seconds. */
export interface TrainingService {
  readonly nats: NatsFixture;
  /** The process that was started last. */
  readonly service: ServiceProcess;
  /** Starts it again, on the same data. */
  start(): Promise<void>;
  train(): Promise<Job>;
  /** A job that runs and has left its first checkpoint. */
  trainToCheckpoint(): Promise<Job>;
  close(): Promise<void>;
}

/** How long the service's own times make others wait for a job whose worker is silent, in milliseconds. */
export const takeOverMs = 1500;

/**
 * Starts both and stores the images.
 * @param dataDir where the service keeps artifacts and scratch files
 * @param settings of the service, beside those for tests
 */
export async function startTrainingService(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<TrainingService> {
  const nats = await startNats();
  const start = () =>
    startService({
      ...{ natsUrl: nats.url, dataDir, checkpointMs: '0' },
      ...{ reconnectWaitMs: '100', graceMs: '500', ackWaitMs: '1000', heartbeatMs: '300' },
      ...settings,
    });
  let service = await start();
  const training = await putImages(service, patterns(480, 1));
  const architecture = Architecture.ARCHITECTURE_LENET5;
  const request = { architecture, training, epochs: 20, batchSize: 16, seed: 3n };
  const train = async () => {
    const { job } = await service.compression.trainClassifier(
      TrainClassifierRequest.create(request),
    );
    return job!;
  };
  return {
    nats,
    get service() {
      return service;
    },
    start: async () => {
      service = await start();
    },
    train,
    trainToCheckpoint: async () => {
      const job = await train();
      for await (const { event } of service.jobs.watchJob({ jobId: job.id, resumeToken: '' })) {
        if (event?.event?.$case === 'checkpoint') return job;
      }
      throw new Error('the job ended without a checkpoint');
    },
    close: async () => {
      service.close();
      await service.kill();
      await nats.close();
    },
  };
}
