import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import { EvaluateClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { get, outputOf, put, putImages, succeeded } from './jobs.fixture.js';
import { inferRequest, outputValues, trainModel } from './models.fixture.js';
import { onnxLogits } from './onnx-logits.fixture.js';
import { classes, patterns } from './patterns.fixture.js';
import { startPlatform, type Platform } from './platform.js';

const seen = patterns(12, 3);

let platform: Platform;
let training: LabelledImages;
let trained: Job;

beforeAll(async () => {
  platform = await startPlatform();
  training = await putImages(platform, patterns(96, 1));
  const job = await trainModel(platform, { modelName: 'patterns', training, epochs: 4 });
  trained = await succeeded(platform, job);
});
afterAll(() => platform.close());

const infer = (values = seen.values, more = {}) =>
  platform.inference.modelInfer(inferRequest('patterns', values, more));

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));

describe('a job that names a model', () => {
  it('can be called as soon as it has succeeded, and answers as ONNX Runtime does', async () => {
    const response = await infer();
    expect(response).toMatchObject({ modelName: 'patterns', modelVersion: '1' });
    const onnx = await get(platform, outputOf(trained, 'classifier.onnx'));
    const expected = await onnxLogits(onnx, seen.values);
    expect(largestDifference(outputValues(response, 'logits'), expected)).toBeLessThan(1e-4);
    expect(outputValues(response, 'class')).toEqual([...seen.classes]);
  });

  it('gives probabilities that are the softmax of the logits', async () => {
    const response = await infer();
    const logits = outputValues(response, 'logits').slice(0, classes);
    const total = logits.reduce((sum, x) => sum + Math.exp(x), 0);
    const softmax = logits.map((x) => Math.exp(x) / total);
    const given = outputValues(response, 'probabilities').slice(0, classes);
    expect(largestDifference(given, softmax)).toBeLessThan(1e-6);
  });

  it('tells what made it, from which data, with which figures', async () => {
    const { model } = await platform.models.getModel({ name: 'patterns' });
    expect(model!.versions).toMatchObject([
      {
        version: 1,
        kind: 'classifier',
        artifact: { sha256: outputOf(trained, 'classifier.safetensors').sha256 },
        metrics: trained.metrics,
        lineage: {
          jobId: trained.id,
          jobKind: 'TrainClassifier',
          specSha256: trained.specSha256,
          data: [
            { field: 'training.images', sha256: training.images!.sha256 },
            { field: 'training.labels', sha256: training.labels!.sha256 },
          ],
        },
      },
    ]);
  });

  it('tells what it takes and gives', async () => {
    const metadata = await platform.inference.modelMetadata({ name: 'patterns', version: '' });
    expect(metadata).toMatchObject({
      versions: ['1'],
      inputs: [{ name: 'input', datatype: 'FP32', shape: [-1n, 32n, 32n, 1n] }],
      outputs: [
        { name: 'logits', datatype: 'FP32', shape: [-1n, BigInt(classes)] },
        { name: 'probabilities', datatype: 'FP32', shape: [-1n, BigInt(classes)] },
        { name: 'class', datatype: 'INT32', shape: [-1n] },
      ],
    });
  });

  it('is refused where it makes no model', async () => {
    const classifier = outputOf(trained, 'classifier.safetensors');
    const request = EvaluateClassifierRequest.fromPartial({
      ...{ classifier, images: training, options: { modelName: 'patterns' } },
    });
    await expect(platform.compression.evaluateClassifier(request)).rejects.toMatchObject({
      kind: 'invalid-input',
      fields: [{ field: 'options.model_name' }],
    });
  });
});

describe('versions', () => {
  it('are called by number and alias, side by side', async () => {
    const { id } = await trainModel(platform, { modelName: 'patterns', training });
    await succeeded(platform, { id } as Job);
    const set = { name: 'patterns', alias: 'default', version: 1, expectedVersion: 0 };
    await platform.models.setAlias(set);
    const { model, version } = await platform.models.createVersion({
      ...{ name: 'patterns', source: { $case: 'jobId', value: id } },
    });
    expect([version, model!.versions.length]).toEqual([2, 2]);
    const byNumber = await infer(seen.values, { modelVersion: '2' });
    const byDefault = await infer();
    expect([byNumber.modelVersion, byDefault.modelVersion]).toEqual(['2', '1']);
    expect(outputValues(byNumber, 'logits')).not.toEqual(outputValues(byDefault, 'logits'));
  });

  it('are made of uploaded files too, ONNX among them', async () => {
    const onnx = outputOf(trained, 'classifier.onnx');
    const file = { sha256: onnx.sha256, kind: 'classifier', metrics: {} };
    await platform.models.createVersion({
      name: 'foreign',
      source: { $case: 'file', value: file },
    });
    const foreign = await platform.inference.modelInfer(inferRequest('foreign', seen.values));
    const ours = await infer(seen.values, { modelVersion: '1' });
    const [a, b] = [foreign, ours].map((response) => outputValues(response, 'logits'));
    expect(largestDifference(a!, b!)).toBeLessThan(1e-5);
  });

  it('are not made of files that are no model', async () => {
    const { sha256 } = await put(platform, Buffer.from('no network'));
    const source = { $case: 'file' as const, value: { sha256, kind: 'classifier', metrics: {} } };
    const made = platform.models.createVersion({ name: 'broken', source });
    await expect(made).rejects.toMatchObject({ kind: 'corrupt-data' });
    await expect(platform.models.getModel({ name: 'broken' })).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});
