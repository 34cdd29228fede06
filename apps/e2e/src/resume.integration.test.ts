import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  CompressClassifierRequest,
  ExtractKnowledgeRequest,
  Noise_Distribution,
  TrainClassifierRequest,
} from '@polymath/contracts/polymath/compression/v1/compression';
import {
  DistillRequest,
  TrainEmbeddingRequest,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import {
  Architecture,
  type LabelledImages,
} from '@polymath/contracts/polymath/compression/v1/network';
import type { Job, JobEvent } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { lenet5 } from '@polymath/compression';
import { createNetwork, disposeNetwork, encodeNetwork, randomStream } from '@polymath/tensor';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { enginesOf } from './engine-processes.fixture.js';
import { ended, pageOf, put, putImages, remains, succeeded } from './jobs.fixture.js';
import { classes, patterns } from './patterns.fixture.js';
import { startPlatform, type Platform } from './platform.js';

// Trainings are run twice and processes started anew, perhaps beside other tests.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let platform: Platform;
let images: LabelledImages;
let validation: LabelledImages;
let teacher: Artifact;
/** Engine processes that answer calls and run no jobs. */
let forCalls: number[];

beforeAll(async () => {
  // A checkpoint whenever it costs at most a tenth of the time.
  platform = await startPlatform({ checkpointMs: 0 });
  forCalls = enginesOf(process.pid);
  images = await putImages(platform, patterns(480, 1));
  validation = await putImages(platform, patterns(48, 2));
  const network = createNetwork(lenet5({ channels: 1, classes }), randomStream(1, 'weights'));
  teacher = await put(platform, encodeNetwork(network));
  disposeNetwork(network);
});
afterAll(() => platform.close());

/** Kills the engine process that trains, as a lack of memory would. */
function killEngine(): void {
  const pids = enginesOf(process.pid).filter((pid) => !forCalls.includes(pid));
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

const train = () =>
  platform.compression.trainClassifier(
    TrainClassifierRequest.create({
      architecture: Architecture.ARCHITECTURE_LENET5,
      training: images,
      validation,
      epochs: 20,
      batchSize: 16,
      seed: 7n,
    }),
  );

const extract = () =>
  platform.compression.extractKnowledge(
    ExtractKnowledgeRequest.create({
      teacher,
      ...{ generators: 2, epochs: 3, batchesPerEpoch: 30, batchSize: 16, beta: 1, seed: 7n },
    }),
  );

const compress = () =>
  platform.compression.compressClassifier(
    CompressClassifierRequest.create({
      teacher,
      layers: [{ layer: 'conv2', ranks: { $case: 'fixed', value: { input: 4, output: 8 } } }],
      fineTuning: {
        source: {
          $case: 'noise',
          value: { distribution: Noise_Distribution.DISTRIBUTION_UNIFORM },
        },
        ...{ samples: 4000, epochs: 2, batchSize: 64, learningRate: 1e-3 },
      },
      seed: 7n,
    }),
  );

const smallCnn = {
  network: { $case: 'architecture' as const, value: Architecture.ARCHITECTURE_SMALL_CNN },
  widths: [4, 8],
};

const distill = () => {
  const hint = { kind: { $case: 'hint' as const, value: {} } };
  const layers = { student: 'block1.relu', teacher: 'relu1' };
  const soft = { kind: { $case: 'softTargets' as const, value: {} } };
  const labels = { kind: { $case: 'crossEntropy' as const, value: {} } };
  return platform.compression.distill(
    DistillRequest.fromPartial({
      ...{ student: smallCnn, teachers: [teacher], training: images, validation, seed: 7n },
      earlierStages: [{ epochs: 10, terms: [{ ...hint, layers }] }],
      stage: { epochs: 10, terms: [labels, { ...soft, weight: 4, lastWeight: 0 }] },
      batches: { kind: { $case: 'size', value: 16 } },
    }),
  );
};

const embed = () =>
  platform.compression.trainEmbedding(
    TrainEmbeddingRequest.fromPartial({
      ...{ network: smallCnn, head: { size: 8, normalize: true } },
      ...{ training: images, validation, epochs: 16, seed: 7n },
    }),
  );

/** Runs a job and kills its engine process once in each phase, after that phase's first checkpoint. */
async function runUnderFire(job: Job | undefined, phases: readonly string[]) {
  const waiting = [...phases];
  const killedIn: string[] = [];
  let lastPhase = '';
  const onEvent = ({ event }: JobEvent) => {
    if (event?.$case === 'state' && event.value.epoch > killedIn.length + 1)
      killedIn.push(lastPhase);
    if (event?.$case === 'progress') lastPhase = event.value.phase;
    if (event?.$case !== 'checkpoint' || event.value.phase !== waiting[0]) return;
    waiting.shift();
    killEngine();
  };
  return { job: await ended(platform, job, onEvent), killedIn };
}

describe('a training whose engine process is killed in every phase', () => {
  it.each<[string, () => Promise<{ job: Job | undefined }>, string[]]>([
    ['TrainClassifier', train, ['train']],
    ['ExtractKnowledge', extract, ['generator 1 of 2', 'generator 2 of 2']],
    ['CompressClassifier', compress, ['label', 'fine-tune']],
    ['Distill', distill, ['stage 1', 'distil']],
    ['TrainEmbedding', embed, ['embed']],
  ])('%s ends as if nothing had happened', async (_, submit, phases) => {
    const undisturbed = await succeeded(platform, (await submit()).job);
    const { job, killedIn } = await runUnderFire((await submit()).job, phases);
    expect(killedIn).toEqual(phases);
    expect(job.epoch).toBe(phases.length + 1);
    expect(job.errors.map(({ message }) => message)).toEqual(
      phases.map(() => expect.stringContaining('killed by SIGKILL') as string),
    );
    expect(remains(job)).toEqual(remains(undisturbed));
    expect(await pageOf(platform, job)).toBe(await pageOf(platform, undisturbed));
  });
});

describe('a job that is cancelled while it runs', () => {
  it('stops within a few steps and keeps its last checkpoint', async () => {
    const { job } = await train();
    let [asked, step, steps] = [0n, 0n, 0n];
    const cancelled = await ended(platform, job, ({ event }) => {
      if (event?.$case !== 'progress') return;
      ({ step, steps } = event.value);
      if (asked > 0n) return;
      asked = step;
      return platform.jobs.cancelJob({ jobId: job!.id });
    });
    expect(cancelled).toMatchObject({ reason: 'cancelled on request', outputs: [], errors: [] });
    expect(cancelled.checkpoint).toBeDefined();
    expect(step - asked).toBeLessThan(Number(steps) / 4);
  });
});
