import {
  CompressClassifierRequest,
  EvaluateClassifierRequest,
  ExtractKnowledgeRequest,
  Noise_Distribution,
  PlanCompressionRequest,
  SampleFormat,
  SampleGeneratorsRequest,
  TrainClassifierRequest,
  type FineTuning,
} from '@polymath/contracts/polymath/compression/v1/compression';
import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { CompressionPlan } from '@polymath/contracts/polymath/compression/v1/plan';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { DataType } from '@polymath/contracts/polymath/tensor/v1/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { get, outputOf, putImages, succeeded } from './jobs.fixture.js';
import { onnxLogits } from './onnx-logits.fixture.js';
import { classes, patterns } from './patterns.fixture.js';
import { startPlatform, type Platform } from './platform.js';

const test = patterns(48, 3);
const layers = [
  { layer: 'conv2', ranks: { $case: 'fixed' as const, value: { input: 4, output: 8 } } },
];

let platform: Platform;
let testImages: LabelledImages;
let trained: Job;
let extracted: Job;

beforeAll(async () => {
  platform = await startPlatform();
  testImages = await putImages(platform, test);
  const training = await putImages(platform, patterns(96, 1));
  const validation = await putImages(platform, patterns(24, 2));
  const architecture = Architecture.ARCHITECTURE_LENET5;
  const data = { architecture, training, validation, epochs: 6, batchSize: 16 };
  const { job } = await platform.compression.trainClassifier(TrainClassifierRequest.create(data));
  trained = await succeeded(platform, job);
  extracted = await extract(outputOf(trained, 'classifier.safetensors'));
});
afterAll(() => platform.close());

async function extract(teacher: ExtractKnowledgeRequest['teacher']): Promise<Job> {
  const size = { generators: 2, epochs: 2, batchesPerEpoch: 4, batchSize: 16, beta: 1 };
  const { job } = await platform.compression.extractKnowledge(
    ExtractKnowledgeRequest.create({ teacher, ...size, seed: 5n }),
  );
  return succeeded(platform, job);
}

async function compress(fineTuning: FineTuning | undefined, teacher = 'classifier.safetensors') {
  const { job } = await platform.compression.compressClassifier(
    CompressClassifierRequest.create({
      teacher: outputOf(trained, teacher),
      layers,
      test: testImages,
      ...(fineTuning && { fineTuning }),
    }),
  );
  return succeeded(platform, job);
}

const tuning = (source: FineTuning['source']): FineTuning => ({
  ...{ samples: 48, epochs: 2, batchSize: 16, learningRate: 1e-4, patience: 0, keepOrder: false },
  ...{
    source,
    validation: undefined,
    validationTable: undefined,
    heldOut: undefined,
    blended: false,
  },
});

/** The share of the test images that a file gets right in ONNX Runtime. */
async function onnxAccuracy(model: Uint8Array): Promise<number> {
  const logits = await onnxLogits(model, test.values);
  const right = [...test.classes].filter((label, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / test.classes.length;
}

describe('TrainClassifier', () => {
  it('learns the patterns', () => {
    expect(trained.metrics['validationAccuracy']).toBeGreaterThan(0.9);
    expect(trained.outputs.map(({ name }) => name).sort()).toEqual([
      'classifier.model.json',
      'classifier.onnx',
      'classifier.safetensors',
      'classifier.weights.bin',
      'report.html',
    ]);
  });
});

describe('EvaluateClassifier', () => {
  it.each(['classifier.safetensors', 'classifier.onnx'])(
    'measures %s as ONNX Runtime does',
    async (name) => {
      const classifier = outputOf(trained, name);
      const { job } = await platform.compression.evaluateClassifier(
        EvaluateClassifierRequest.create({ classifier, images: testImages }),
      );
      const { metrics } = await succeeded(platform, job);
      const model = await get(platform, outputOf(trained, 'classifier.onnx'));
      expect(metrics['accuracy']).toBe(await onnxAccuracy(model));
      expect(metrics['parameters']).toBe(trained.metrics['parameters']);
      expect(metrics['secondsPerImage']).toBeGreaterThan(0);
    },
  );
});

describe('ExtractKnowledge', () => {
  it('tells how good the generators are', () => {
    const { metrics, outputs } = extracted;
    expect(outputs.map(({ name }) => name)).toEqual(['generators.safetensors', 'report.html']);
    expect(Object.values(metrics).every(Number.isFinite)).toBe(true);
    expect(Object.keys(metrics)).not.toEqual([]);
  });

  it('learns the same from the teacher as ONNX', async () => {
    const foreign = await extract(outputOf(trained, 'classifier.onnx'));
    const [ours, theirs] = [extracted, foreign].map((job) =>
      outputOf(job, 'generators.safetensors'),
    );
    expect(theirs!.sha256).toBe(ours!.sha256);
  });
});

describe('PlanCompression', () => {
  it('tells what a compression costs, as the job then finds', async () => {
    const teacher = outputOf(trained, 'classifier.safetensors');
    const request = PlanCompressionRequest.create({ teacher, layers });
    const { plan } = await platform.compression.planCompression(request);
    const { metrics, outputs } = await compress(undefined);
    expect(plan!.original!.parameters).toBe(BigInt(metrics['teacherParameters']!));
    expect(plan!.compressed!.parameters).toBe(BigInt(metrics['parameters']!));
    const file = await get(platform, outputOf({ outputs } as Job, 'plan.json'));
    expect(CompressionPlan.fromJSON(JSON.parse(file.toString()))).toEqual(plan);
  });

  it('plans every convolution and dense layer when none is named', async () => {
    const teacher = outputOf(trained, 'classifier.onnx');
    const request = PlanCompressionRequest.create({ teacher });
    const { plan } = await platform.compression.planCompression(request);
    expect(plan!.layers.map(({ kind }) => kind)).toEqual([
      ...['conv2d', 'conv2d', 'conv2d', 'dense', 'dense'],
    ]);
  });
});

describe('CompressClassifier', () => {
  it.each<[string, () => FineTuning | undefined]>([
    ['nothing', () => undefined],
    [
      'generators',
      () => tuning({ $case: 'generators', value: { artifact: extracted.outputs[0] } }),
    ],
    [
      'noise',
      () =>
        tuning({
          $case: 'noise',
          value: { distribution: Noise_Distribution.DISTRIBUTION_UNIFORM },
        }),
    ],
    [
      'images',
      () => ({ ...tuning({ $case: 'images', value: testImages }), validation: testImages }),
    ],
  ])('makes a student from %s that ONNX Runtime runs as reported', async (_, fineTuning) => {
    const { metrics, outputs } = await compress(fineTuning());
    const student = outputs.find(({ name }) => name === 'student.onnx')!;
    expect(await onnxAccuracy(await get(platform, student))).toBe(metrics['accuracy']);
    expect(metrics['parameters']).toBeLessThan(metrics['teacherParameters']!);
    expect(metrics['teacherAccuracy']).toBeGreaterThan(0.9);
  });

  it('makes the same student from the teacher as ONNX', async () => {
    const [ours, foreign] = [
      await compress(undefined),
      await compress(undefined, 'classifier.onnx'),
    ];
    const [a, b] = await Promise.all(
      [ours, foreign].map(async (job) =>
        onnxLogits(await get(platform, outputOf(job, 'student.onnx')), test.values),
      ),
    );
    expect(Math.max(...a!.map((value, i) => Math.abs(value - b![i]!)))).toBeLessThan(1e-5);
  });
});

describe('SampleGenerators', () => {
  it('streams a PNG for each generator', async () => {
    const request = SampleGeneratorsRequest.create({ generators: extracted.outputs[0]! });
    const pngs: Buffer[] = [];
    for await (const { samples } of platform.compression.sampleGenerators(request)) {
      if (samples?.$case === 'png') pngs.push(samples.value);
    }
    expect(pngs.map((png) => png.subarray(1, 4).toString())).toEqual(['PNG', 'PNG']);
  });

  it('streams tensors of soft classes, a tensor for each generator and row', async () => {
    const rows = [0.5, 0.25, 0.25, 0, 0, 1];
    const request = SampleGeneratorsRequest.create({
      generators: extracted.outputs[0]!,
      classes: {
        dataType: DataType.DATA_TYPE_FLOAT32,
        shape: [2n, BigInt(classes)],
        data: Buffer.from(Float32Array.from(rows).buffer),
      },
      samplesPerRow: 4,
      format: SampleFormat.SAMPLE_FORMAT_TENSOR,
    });
    const places: number[][] = [];
    for await (const { generator, row, samples } of platform.compression.sampleGenerators(
      request,
    )) {
      places.push([generator, row]);
      if (samples?.$case !== 'tensor') throw new Error('expected a tensor');
      expect(samples.value.shape).toEqual([4n, 32n, 32n, 1n]);
      expect(samples.value.data).toHaveLength(4 * 4 * 32 * 32);
    }
    expect(places).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
  });
});
