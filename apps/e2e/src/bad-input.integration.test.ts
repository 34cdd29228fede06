import {
  CompressClassifierRequest,
  EvaluateClassifierRequest,
  ExtractKnowledgeRequest,
  PlanCompressionRequest,
  SampleGeneratorsRequest,
  TrainClassifierRequest,
} from '@polymath/contracts/polymath/compression/v1/compression';
import {
  DistillRequest,
  EvaluateRetrievalRequest,
  ListLayersRequest,
  TrainEmbeddingRequest,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { JobState, ListJobsRequest, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { lenet5 } from '@polymath/compression';
import { PolymathError } from '@polymath/errors';
import { exportOnnx } from '@polymath/onnx';
import {
  createNetwork,
  decodeSafetensors,
  disposeNetwork,
  encodeNetwork,
  encodeSafetensors,
  randomStream,
} from '@polymath/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended, put, putImages } from './jobs.fixture.js';
import { classes, patterns } from './patterns.fixture.js';
import { startPlatform, type Platform } from './platform.js';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

/** The error that a call ends with. */
async function failureOf(call: Promise<unknown>): Promise<PolymathError> {
  return call.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: unknown) => PolymathError.from(error),
  );
}

async function allJobs(): Promise<Job[]> {
  return (await platform.jobs.listJobs(ListJobsRequest.create({}))).jobs;
}

const first = async (stream: AsyncIterable<unknown>) => {
  for await (const message of stream) return message;
  return undefined;
};

// Before anything makes a job.
describe('a wrong request', () => {
  const sha256 = 'nonsense';
  const calls: [string, () => Promise<unknown>, string[]][] = [
    [
      'TrainClassifier',
      () => {
        const request = { training: {}, epochs: 0, seed: 2n ** 63n };
        return platform.compression.trainClassifier(TrainClassifierRequest.create(request));
      },
      ['architecture', 'training.images', 'training.labels', 'epochs', 'seed'],
    ],
    [
      'ExtractKnowledge',
      () => {
        const request = { teacher: { sha256 }, generators: 99, batchSize: 1 };
        return platform.compression.extractKnowledge(ExtractKnowledgeRequest.create(request));
      },
      ['teacher.sha256', 'generators', 'batch_size'],
    ],
    [
      'CompressClassifier',
      () => {
        const request = { teacher: { sha256 }, fineTuning: { epochs: 99_999 } };
        return platform.compression.compressClassifier(CompressClassifierRequest.create(request));
      },
      ['teacher.sha256', 'layers', 'fine_tuning.epochs', 'fine_tuning.source'],
    ],
    [
      'EvaluateClassifier',
      () => platform.compression.evaluateClassifier(EvaluateClassifierRequest.create({})),
      ['classifier', 'images'],
    ],
    [
      'PlanCompression',
      () => {
        const request = { teacher: { sha256 }, layers: [{ layer: '' }] };
        return platform.compression.planCompression(PlanCompressionRequest.create(request));
      },
      ['teacher.sha256', 'layers[0].layer', 'layers[0].ranks'],
    ],
    [
      'Distill',
      () => {
        const request = { teachers: [{ sha256 }], stage: { terms: [{}] }, training: {} };
        return platform.compression.distill(DistillRequest.fromPartial(request));
      },
      [
        ...['student', 'teachers[0].sha256', 'training.images', 'training.labels'],
        ...['stage.epochs', 'stage.terms[0].kind'],
      ],
    ],
    [
      'TrainEmbedding',
      () => {
        const training = { dataSet: { $case: 'folder' as const, value: { channels: 4 } } };
        const request = { training, objective: { darkRank: 1 } };
        return platform.compression.trainEmbedding(TrainEmbeddingRequest.fromPartial(request));
      },
      [
        ...['network', 'training.folder.archive', 'training.folder.channels'],
        ...['objective.dark_rank', 'epochs'],
      ],
    ],
    [
      'EvaluateRetrieval',
      () => {
        const request = { network: { sha256 }, ks: [0] };
        return platform.compression.evaluateRetrieval(
          EvaluateRetrievalRequest.fromPartial(request),
        );
      },
      ['network.sha256', 'images', 'ks[0]'],
    ],
    [
      'ListLayers',
      () => platform.compression.listLayers(ListLayersRequest.create({ names: [''] })),
      ['network', 'names[0]'],
    ],
    [
      'SampleGenerators',
      () => {
        const request = { generators: { sha256 }, samplesPerRow: 5000, classes: {} };
        const stream = platform.compression.sampleGenerators(
          SampleGeneratorsRequest.create(request),
        );
        return first(stream);
      },
      [
        'generators.sha256',
        'samples_per_row',
        'classes.data_type',
        'classes.shape',
        'classes.data',
      ],
    ],
  ];

  it.each(calls)('of %s names each bad field', async (_, call, fields) => {
    const error = await failureOf(call());
    expect(error.kind).toBe('invalid-input');
    expect(error.fields.map(({ field }) => field)).toEqual(fields);
  });

  it('of bad options names them', async () => {
    const artifact = await put(platform, Buffer.from('anything'));
    const { fields } = await failureOf(
      platform.compression.extractKnowledge(
        ExtractKnowledgeRequest.create({ teacher: artifact, options: { requestId: 'é' } }),
      ),
    );
    expect(fields.map(({ field }) => field)).toEqual(['options.request_id']);
  });

  it('makes no job', async () => {
    expect(await allJobs()).toEqual([]);
  });
});

describe('an upload with a wrong hash', () => {
  it('is refused and not stored', async () => {
    const sha256 = '0'.repeat(64);
    async function* parts() {
      yield { part: { $case: 'header' as const, value: { name: '', mediaType: '', sha256 } } };
      yield { part: { $case: 'chunk' as const, value: Buffer.from('other content') } };
    }
    const error = await failureOf(platform.artifacts.upload(parts()));
    expect(error.kind).toBe('invalid-input');
    expect(error.message).toContain(`expected content with SHA-256 ${sha256}, got `);
    const { kind } = await failureOf(platform.artifacts.stat({ sha256 }));
    expect(kind).toBe('not-found');
  });
});

/** Files that are none of what they are given as. */
function brokenFiles() {
  const network = createNetwork(lenet5({ channels: 1, classes }), randomStream(1, 'weights'));
  const onnx = exportOnnx(network);
  const { tensors, metadata } = decodeSafetensors(encodeNetwork(network));
  disposeNetwork(network);
  const weight = tensors.get('fc2.weight')!;
  const shape = [...weight.shape].reverse();
  const misshapen = new Map(tensors).set('fc2.weight', { ...weight, shape });
  return {
    whole: encodeSafetensors(tensors, metadata),
    truncated: onnx.subarray(0, onnx.length / 2),
    misshapen: encodeSafetensors(misshapen, metadata),
  };
}

describe('a file that cannot be used', () => {
  const teachers: [string, () => Promise<Artifact>, string, RegExp][] = [
    [
      'a truncated ONNX file',
      () => put(platform, brokenFiles().truncated),
      'corrupt-data',
      /^cannot read the ONNX file: it is cut short or of another format/,
    ],
    [
      'a tensor of the wrong shape',
      () => put(platform, brokenFiles().misshapen),
      'corrupt-data',
      /fc2\.weight.*\[84, 3\].*\[3, 84\]/,
    ],
    [
      'an artifact that is not there',
      async () => ({ sha256: 'ab'.repeat(32), sizeBytes: 0n, mediaType: '', name: '' }),
      'not-found',
      /^no such artifact: (ab){32}$/,
    ],
  ];

  it.each(teachers)('%s fails its job at once', async (_, teacher, kind, message) => {
    const { job } = await platform.compression.extractKnowledge(
      ExtractKnowledgeRequest.create({ teacher: await teacher() }),
    );
    expect(await failed(job)).toEqual({ kind, message: expect.stringMatching(message) as string });
  });

  it.each(teachers)('%s is refused where there is no job', async (_, teacher, kind, message) => {
    const request = PlanCompressionRequest.create({ teacher: await teacher() });
    const error = await failureOf(platform.compression.planCompression(request));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
  });

  it('a target that no ranks of a classifier reach makes no job', async () => {
    const teacher = await put(platform, brokenFiles().whole);
    const target = { $case: 'targetParameterRatio' as const, value: 1000 };
    const request = CompressClassifierRequest.fromPartial({ teacher, target });
    const { kind, message } = await failureOf(platform.compression.compressClassifier(request));
    expect(kind).toBe('invalid-input');
    expect(message).toMatch(/^target_parameter_ratio: must be from 1 to \d+\.\d+ for these layers/);
  });

  it('labels as images fail their job at once', async () => {
    const { labels } = await putImages(platform, patterns(6, 1));
    const { job } = await platform.compression.trainClassifier(
      TrainClassifierRequest.create({
        architecture: Architecture.ARCHITECTURE_LENET5,
        training: { images: labels!, labels: labels! },
        epochs: 1,
      }),
    );
    expect(await failed(job)).toEqual({
      kind: 'corrupt-data',
      message: 'images: expected [count, height, width], got [6]',
    });
  });

  it('images of another size say how to resize them', async () => {
    const { images, labels } = await putImages(platform, patterns(6, 1));
    const { job } = await platform.compression.trainClassifier(
      TrainClassifierRequest.create({
        architecture: Architecture.ARCHITECTURE_LENET5,
        training: { images: images!, labels: labels!, resizeHeight: 28, resizeWidth: 28 },
        epochs: 1,
      }),
    );
    const { kind, message } = await failed(job);
    expect(kind).toBe('invalid-input');
    expect(message).toContain('set resize_height and resize_width');
  });

  it('a classifier is no set of generators', async () => {
    const generators = await put(platform, brokenFiles().misshapen);
    const stream = platform.compression.sampleGenerators(
      SampleGeneratorsRequest.create({ generators }),
    );
    expect((await failureOf(first(stream))).kind).toBe('corrupt-data');
  });
});

/** The only error of a job that failed in its first attempt. */
async function failed(job: Job | undefined) {
  const { state, epoch, errors } = await ended(platform, job);
  expect(JobState[state]).toBe('JOB_STATE_FAILED');
  expect(epoch).toBe(1);
  expect(errors).toHaveLength(1);
  const { kind, message } = errors[0]!;
  return { kind, message };
}
