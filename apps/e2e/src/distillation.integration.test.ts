import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { TrainClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import {
  DistillRequest,
  EvaluateRetrievalRequest,
  ListLayersRequest,
  TrainEmbeddingRequest,
  type DistillationStage,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import {
  Architecture,
  NewNetwork,
  type LabelledImages,
} from '@polymath/contracts/polymath/compression/v1/network';
import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ended, get, outputOf, putImages, succeeded } from './jobs.fixture.js';
import { onnxLogits } from './onnx-logits.fixture.js';
import { classes, patterns } from './patterns.fixture.js';
import { startPlatform, type Platform } from './platform.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const test = patterns(48, 3);
const network = (...widths: number[]) =>
  NewNetwork.fromPartial({
    network: { $case: 'architecture', value: Architecture.ARCHITECTURE_SMALL_CNN },
    widths,
  });

let platform: Platform;
let training: LabelledImages;
let validation: LabelledImages;
let testImages: LabelledImages;
let teacher: Job;

beforeAll(async () => {
  platform = await startPlatform();
  training = await putImages(platform, patterns(96, 1));
  validation = await putImages(platform, patterns(24, 2));
  testImages = await putImages(platform, test);
  const architecture = Architecture.ARCHITECTURE_SMALL_CNN;
  const data = {
    architecture,
    training,
    validation,
    epochs: 16,
    batchSize: 16,
    learningRate: 0.01,
  };
  const { job } = await platform.compression.trainClassifier(TrainClassifierRequest.create(data));
  teacher = await succeeded(platform, job);
});
afterAll(() => platform.close());

const classifier = (kind = 'onnx') => outputOf(teacher, `classifier.${kind}`);

type Terms = NonNullable<Parameters<typeof DistillationStage.fromPartial>[0]['terms']>;
const stage = (epochs: number, terms: Terms) => ({
  ...{ epochs, terms },
  optimizer: { learningRate: 0.05 },
});
const labels = { kind: { $case: 'crossEntropy' as const, value: {} } };
const soft = { kind: { $case: 'softTargets' as const, value: {} } };
const relations = [
  { kind: { $case: 'relationalDistance' as const, value: {} } },
  { kind: { $case: 'relationalAngle' as const, value: {} } },
];
const batches = { kind: { $case: 'size' as const, value: 16 } };

async function submit(patch: Parameters<typeof DistillRequest.fromPartial>[0]) {
  const { job } = await platform.compression.distill(
    DistillRequest.fromPartial({
      student: network(6, 12),
      ...{ teachers: [classifier()], training, batches, seed: 3n },
      ...patch,
    }),
  );
  return job;
}

const distill = async (patch: Parameters<typeof submit>[0]) =>
  succeeded(platform, await submit(patch));

async function json(job: Job, name: string): Promise<unknown> {
  return JSON.parse((await get(platform, outputOf(job, name))).toString());
}

describe('Distill', () => {
  it('gives a student that ONNX Runtime finds as accurate as it says', async () => {
    const terms = [{ ...labels, weight: 0.1 }, soft, ...relations];
    const job = await distill({ stage: stage(12, terms), validation, test: testImages });
    const { metrics } = job;
    expect(metrics['teacherAccuracy']).toBeGreaterThan(0.9);
    expect(metrics['accuracy']).toBeGreaterThan(0.9);
    expect(metrics['parameters']).toBeLessThan(metrics['teacherParameters']! / 10);
    const logits = await onnxLogits(
      await get(platform, outputOf(job, 'student.onnx')),
      test.values,
    );
    const right = [...test.classes].filter((label, i) => {
      const row = logits.subarray(i * classes, (i + 1) * classes);
      return row.indexOf(Math.max(...row)) === label;
    });
    expect(metrics['accuracy']).toBe(right.length / test.classes.length);
    const epochs = (await json(job, 'epochs.json')) as { metrics: Record<string, number> }[];
    expect(epochs).toHaveLength(12);
    expect(Object.keys(epochs[0]!.metrics).sort()).toEqual([
      ...['crossEntropy', 'loss', 'relationalAngle', 'relationalDistance', 'softTargets'],
      'validationAccuracy',
    ]);
    const best = epochs[metrics['bestEpoch']! - 1]!;
    expect(best.metrics['validationAccuracy']).toBe(metrics['validationAccuracy']);
  });

  it('learns the same from a teacher in our own format, named by its place', async () => {
    const own = [labels, { ...soft, teacher: 1 }];
    const foreign = await distill({ stage: stage(1, [labels, soft]) });
    const ours = await distill({ stage: stage(1, own), teachers: [classifier('safetensors')] });
    // The report names the teacher's file, which is another one.
    const results = (job: Job) => job.outputs.filter(({ name }) => name !== 'report.html');
    const hashes = (job: Job) => results(job).map(({ sha256 }) => sha256);
    expect(hashes(ours)).toEqual(hashes(foreign));
  });

  it('learns hints, then soft targets, attention and order from two teachers', async () => {
    const layers = { student: 'block1.relu', teacher: 'block1.relu' };
    const hint = { kind: { $case: 'hint' as const, value: { normalization: 2 } }, layers };
    const attention = { kind: { $case: 'attention' as const, value: {} }, layers };
    const order = { kind: { $case: 'darkRank' as const, value: {} }, teacher: 2 };
    const job = await distill({
      teachers: [classifier(), classifier('safetensors')],
      earlierStages: [stage(1, [hint])],
      stage: stage(2, [labels, { ...soft, weight: 4, lastWeight: 0 }, attention, order]),
    });
    const epochs = (await json(job, 'epochs.json')) as { phase: string; epoch: number }[];
    expect(epochs.map(({ phase, epoch }) => [phase, epoch])).toEqual([
      ['stage 1', 1],
      ['distil', 1],
      ['distil', 2],
    ]);
  });

  it('makes a student like another network, from labels alone', async () => {
    const like: Artifact = classifier();
    const student = { network: { $case: 'like' as const, value: like } };
    const { metrics } = await distill({ student, teachers: [], stage: stage(1, [labels]) });
    expect(metrics['parameters']).toBe(teacher.metrics['parameters']);
  });

  it('answers an unknown layer with the names there are', async () => {
    const layers = { student: 'pool', teacher: 'layer9' };
    const job = await submit({ stage: stage(1, [{ ...relations[0]!, layers }]) });
    const { state, errors } = await ended(platform, job);
    expect(JobState[state]).toBe('JOB_STATE_FAILED');
    expect(errors).toHaveLength(1);
    expect(errors[0]!.message).toMatch(
      /^teacher: no layer is named layer9; there are .*block3\.relu/,
    );
  });
});

describe('ListLayers', () => {
  const list = async (value: Artifact, names: string[] = []) => {
    const request = { network: { $case: 'artifact' as const, value }, names };
    return (await platform.compression.listLayers(ListLayersRequest.fromPartial(request))).layers;
  };

  it('names what an ONNX file has, with kind and shape', async () => {
    const layers = await list(classifier());
    expect(layers[0]).toMatchObject({ kind: 'input', outputShape: [32, 32, 1] });
    expect(layers.find(({ name }) => name === 'block2.conv')).toEqual({
      ...{ name: 'block2.conv', kind: 'conv2d', outputShape: [16, 16, 32] },
      parameters: BigInt(16 * 32 * 9),
    });
    const sum = layers.reduce((total, { parameters }) => total + parameters, 0n);
    expect(sum).toBe(BigInt(teacher.metrics['parameters']!));
  });

  it('lists an architecture', async () => {
    const value = Architecture.ARCHITECTURE_WRN_16_2;
    const request = ListLayersRequest.fromPartial({ network: { $case: 'architecture', value } });
    const { layers } = await platform.compression.listLayers(request);
    expect(layers.reduce((total, { parameters }) => total + parameters, 0n)).toBe(691_674n);
  });

  it('answers an unknown name with the names there are', async () => {
    const error = await list(classifier(), ['pool', 'nonsense']).catch((error: unknown) =>
      PolymathError.from(error),
    );
    expect(error).toMatchObject({ kind: 'invalid-input' });
    expect((error as Error).message).toMatch(
      /^names: no layer is named nonsense; there are .*pool, fc$/,
    );
  });
});

describe('an embedding', () => {
  const embed = async (patch: Parameters<typeof TrainEmbeddingRequest.fromPartial>[0]) => {
    const { job } = await platform.compression.trainEmbedding(
      TrainEmbeddingRequest.fromPartial({
        ...{ network: network(8, 16), training, test: testImages, epochs: 4, seed: 3n },
        optimizer: { learningRate: 0.01 },
        ...patch,
      }),
    );
    return succeeded(platform, job);
  };

  it('is trained by triplets, taught to another, and measured', async () => {
    const [head, small] = [{ size: 8, normalize: true }, { size: 4 }];
    const big = await embed({ head, validation });
    expect(big.metrics['recallAt1']).toBeGreaterThan(0.9);
    const taught = await embed({ head: small, teacher: outputOf(big, 'embedding.onnx') });
    expect(taught.metrics['recallAt1']).toBeGreaterThan(0.8);
    const { job } = await platform.compression.evaluateRetrieval(
      EvaluateRetrievalRequest.fromPartial({
        network: outputOf(taught, 'embedding.safetensors'),
        images: testImages,
      }),
    );
    const { metrics } = await succeeded(platform, job);
    expect(metrics).toMatchObject({
      embeddingSize: 4,
      ...Object.fromEntries(
        ['recallAt1', 'recallAt2', 'recallAt4', 'recallAt8'].map((k) => [k, taught.metrics[k]]),
      ),
    });
  });

  it('may be any layer of a classifier', async () => {
    const { job } = await platform.compression.evaluateRetrieval(
      EvaluateRetrievalRequest.fromPartial({
        ...{ network: classifier(), layer: 'pool', images: testImages, ks: [1, 3] },
      }),
    );
    const { metrics } = await succeeded(platform, job);
    expect(Object.keys(metrics).filter((name) => name.startsWith('recall'))).toEqual([
      ...['recallAt1', 'recallAt3'],
    ]);
    expect(metrics['recallAt3']).toBeGreaterThanOrEqual(metrics['recallAt1']!);
  });
});
