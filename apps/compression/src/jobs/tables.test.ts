import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompressClassifierRequest,
  EvaluateClassifierRequest,
  ExtractKnowledgeRequest,
  SampleFormat,
  SampleGeneratorsRequest,
  SampleGeneratorsResponse,
  TrainClassifierRequest,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { CompressionPlan } from '@polymath/contracts/polymath/compression/v1/plan';
import type { JobProgram } from '@polymath/engine-host';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleGeneratorsCall } from '../calls/sample-generators.js';
import { compressClassifierJob } from './compress-classifier.js';
import { evaluateClassifierJob } from './evaluate-classifier.js';
import { extractKnowledgeJob } from './extract-knowledge.js';
import { trainClassifierJob } from './train-classifier.js';

let folder: string;
const named = (name: string) => ({ sha256: name });
const files = {
  input: ({ sha256 }: { sha256: string }) => join(folder, sha256),
  output: (name: string) => join(folder, name),
};

/** Three clouds of points, one a class, in columns of very different sizes. */
function clouds(count: number): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const kind = i % 3;
    const [a, b] = [Math.sin(12.9 * i), Math.cos(78.2 * i)];
    return `${['low', 'mid', 'top'][kind]!};${1000 * (kind + 0.3 * a)};${0.001 * (kind * kind + 0.3 * b)};7`;
  });
  return ['kind;large;small;same', ...rows].join('\n');
}

async function run<Spec>(program: JobProgram<Spec>, spec: Spec): Promise<Record<string, number>> {
  for (const { sha256 } of program.inputs(spec)) readFileSync(join(folder, sha256));
  const job = await program.open(spec, files);
  const reports = job.training.run();
  while (!(await reports.next()).done);
  const { metrics } = await job.finish();
  job.training.dispose();
  return metrics;
}

const table = (first = 0, count = 0) => ({
  file: named('clouds.csv'),
  labelColumn: 'kind',
  ...{ first, count },
});

let trained: Record<string, number>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-tables-'));
  writeFileSync(join(folder, 'clouds.csv'), clouds(240));
  const request = TrainClassifierRequest.fromPartial({
    architecture: Architecture.ARCHITECTURE_MLP,
    trainingTable: table(0, 180),
    validationTable: table(180),
    ...{ epochs: 12, batchSize: 16 },
  });
  trained = await run(trainClassifierJob, request);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('jobs on tables', () => {
  it('train a perceptron that tells the classes apart', () => {
    // 3·100 + 100, ten times 10,100, and 100·3 + 3
    expect(trained['parameters']).toBe(101_703);
    expect(trained['validationAccuracy']).toBeGreaterThan(0.9);
  });

  it.each(['classifier.safetensors', 'classifier.onnx'])(
    'read a table as the model says: %s',
    async (name) => {
      const spec = EvaluateClassifierRequest.fromPartial({
        classifier: named(name),
        table: table(180),
      });
      const { accuracy } = await run(evaluateClassifierJob, spec);
      expect(accuracy).toBe(trained['validationAccuracy']);
    },
  );

  it('compress it to a target on rows that generators make', async () => {
    const teacher = named('classifier.safetensors');
    const knowledge = ExtractKnowledgeRequest.fromPartial({
      teacher,
      ...{ generators: 1, epochs: 2, batchesPerEpoch: 20, batchSize: 32, decoderLayers: 2 },
    });
    await run(extractKnowledgeJob, knowledge);
    const spec = CompressClassifierRequest.fromPartial({
      teacher,
      target: { $case: 'targetParameterRatio', value: 4 },
      fineTuning: {
        source: { $case: 'generators', value: { artifact: named('generators.safetensors') } },
        ...{ samples: 60, epochs: 2, batchSize: 20, validationTable: table(180) },
      },
      testTable: table(180),
    });
    const metrics = await run(compressClassifierJob, spec);
    expect(metrics['teacherAccuracy']).toBe(trained['validationAccuracy']);
    expect(metrics['parameters']).toBeLessThanOrEqual(101_703 / 4);
    expect(metrics['accuracy']).toBeGreaterThan(0);
    const plan = CompressionPlan.fromJSON(
      JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')),
    );
    expect(plan.compressed!.parameters).toBe(BigInt(metrics['parameters']!));
  });

  it('give rows as tensors, and say that they are no pictures', async () => {
    const ask = async (format: SampleFormat) => {
      const generators = named('generators.safetensors');
      const spec = SampleGeneratorsRequest.fromPartial({ generators, samplesPerRow: 2, format });
      const shapes: (bigint[] | undefined)[] = [];
      const { signal } = new AbortController();
      for await (const bytes of sampleGeneratorsCall.handle(spec, files, signal)) {
        const { samples } = SampleGeneratorsResponse.decode(bytes);
        shapes.push(samples?.$case === 'tensor' ? samples.value.shape : undefined);
      }
      return shapes;
    };
    expect(await ask(SampleFormat.SAMPLE_FORMAT_TENSOR)).toEqual([
      [2n, 3n],
      [2n, 3n],
      [2n, 3n],
    ]);
    await expect(ask(SampleFormat.SAMPLE_FORMAT_PNG)).rejects.toMatchObject({
      kind: 'invalid-input',
      fields: [{ field: 'format' }],
    });
  });

  it('fine-tune on the rows themselves', async () => {
    const spec = CompressClassifierRequest.fromPartial({
      teacher: named('classifier.safetensors'),
      layers: [{ layer: 'fc2', ranks: { $case: 'fixed', value: { input: 9 } } }],
      fineTuning: {
        source: { $case: 'table', value: table(0, 180) },
        ...{ epochs: 1, batchSize: 20 },
      },
      testTable: table(180),
    });
    expect((await run(compressClassifierJob, spec))['accuracy']).toBeGreaterThan(0.8);
  });
});
