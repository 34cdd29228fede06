import { describe, expect, it } from 'vitest';
import {
  createNetwork,
  disposeNetwork,
  encodeNetwork,
  liveTensors,
  randomStream,
  type Network,
} from '@polymath/tensor';
import { lenet5 } from '../classifier/lenet5.js';
import { resnet14 } from '../classifier/resnet.js';
import {
  expectAbortable,
  expectNoLeak,
  expectResumable,
  finish,
  gratings,
  lastState,
  rowGraph,
  rows,
  sameBytes,
  type Subject,
} from '../classifier/testing-trainings.js';
import { trainClassifier } from '../classifier/train.js';
import { kegNetDefaults, type KegNetConfig } from './config.js';
import { generatorQuality } from './quality.js';
import { spreadWithinClasses } from './spread.js';
import { trainGenerators } from './train.js';

const tiny: KegNetConfig = {
  ...kegNetDefaults,
  generators: 2,
  epochs: 2,
  batchesPerEpoch: 2,
  batchSize: 8,
  beta: 1,
  seed: 1,
};

const fresh = (graph = rowGraph()) => createNetwork(graph, randomStream(7, 'teacher'));

function subject(changed: Partial<KegNetConfig> = {}, make: () => Network = fresh): Subject {
  const teacher = make();
  const training = trainGenerators({ ...tiny, ...changed }, teacher);
  return {
    training,
    dispose: () => {
      training.dispose();
      disposeNetwork(teacher);
    },
  };
}

describe('trainGenerators', () => {
  it('goes on to the same bits from a snapshot after any step of any generator', async () => {
    await expectResumable(() => subject());
  });

  it('resumes with the same previews', async () => {
    await expectResumable(() =>
      subject({ generators: 1, batchesPerEpoch: 1 }, () => fresh(lenet5())),
    );
  });

  it('stops at the next step when it is aborted, and resumes exactly', async () => {
    await expectAbortable(() => subject(), 5);
  });

  it('repeats for a seed, differs for another, and no two generators are alike', async () => {
    const [a, b, c] = await Promise.all(
      [1, 1, 2].map((seed) => lastState(() => subject({ seed }))),
    );
    expect(sameBytes(a!, b!)).toBe(true);
    expect(sameBytes(a!, c!)).toBe(false);
    const teacher = fresh();
    const training = trainGenerators(tiny, teacher);
    const [first, second] = training.pairs.map(({ generator }) => encodeNetwork(generator));
    expect(sameBytes(first!, second!)).toBe(false);
    training.dispose();
    disposeNetwork(teacher);
  });

  it('leaves no tensor behind once disposed', async () => {
    await expectNoLeak(() => subject());
  });

  it('reports the terms that count, as means since the epoch began, and a preview at its end', async () => {
    const { training, dispose } = subject({ generators: 1 }, () => fresh(lenet5()));
    const reports = await finish(training);
    expect(reports.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    expect(reports[0]?.phase).toBe('generator 1 of 1');
    const { loss, classLoss, decoderLoss, diversityLoss } = reports[3]!.metrics;
    expect(loss).toBeCloseTo(classLoss! + decoderLoss! + diversityLoss!, 5);
    expect(reports.map(({ preview }) => preview?.width)).toEqual([undefined, 342, undefined, 342]);
    dispose();
  });

  it.each(['batch-statistics', 'inference'] as const)(
    'changes no bit of the teacher, running statistics included (%s)',
    async (teacherMode) => {
      const teacher = fresh(resnet14());
      const before = encodeNetwork(teacher);
      const training = trainGenerators(
        { ...tiny, generators: 1, epochs: 1, batchSize: 4, teacherMode },
        teacher,
      );
      const pairs = training.pairs.flatMap(({ generator, decoder }) => [generator, decoder]);
      const untrained = pairs.map((network) => encodeNetwork(network));
      await finish(training);
      expect(sameBytes(encodeNetwork(teacher), before)).toBe(true);
      pairs.forEach((network, i) => {
        expect(sameBytes(encodeNetwork(network), untrained[i]!)).toBe(false);
      });
      training.dispose();
      disposeNetwork(teacher);
    },
  );

  it('heeds the mode of a teacher with batch norm', async () => {
    const [batch, running] = await Promise.all(
      (['batch-statistics', 'inference'] as const).map((teacherMode) =>
        lastState(() => subject({ teacherMode })),
      ),
    );
    expect(sameBytes(running!, batch!)).toBe(false);
  });

  it('learns to make images that a teacher puts into their class', async () => {
    const classifier = trainClassifier(
      { graph: lenet5({ classes: 4 }), epochs: 2, batchSize: 16, learningRate: 2e-3, seed: 3 },
      { training: gratings(128, 1) },
    );
    await finish(classifier);
    const teacher = classifier.classifier;
    const training = trainGenerators(
      { ...tiny, generators: 1, epochs: 2, batchesPerEpoch: 20, batchSize: 48, learningRate: 3e-3 },
      teacher,
    );
    const reports = await finish(training);
    expect(reports.at(-1)!.metrics['labelAccuracy']).toBeGreaterThanOrEqual(0.95);
    const quality = generatorQuality(training.pairs, teacher, { seed: 1 });
    expect(quality.labelAccuracy).toBeGreaterThanOrEqual(0.95);
    expect(quality.rarestClass).toBeGreaterThan(0.8);
    expect(quality.meanTopProbability).toBeGreaterThan(0.8);
    expect(quality.decoderError).toBeLessThan(1);
    training.dispose();
    classifier.dispose();
  });

  it('makes inputs of a class differ more when diversity counts', async () => {
    const classifier = trainClassifier(
      { graph: rowGraph(), epochs: 10, batchSize: 16, learningRate: 0.02, seed: 3 },
      { training: rows(96, 1) },
    );
    await finish(classifier);
    const spreads: number[] = [];
    for (const beta of [0, 10]) {
      const training = trainGenerators(
        { ...tiny, generators: 1, epochs: 1, batchesPerEpoch: 100, batchSize: 32, alpha: 0, beta },
        classifier.classifier,
      );
      await finish(training);
      const { generator } = training.pairs[0]!;
      spreads.push(spreadWithinClasses(generator, { classes: 3, samplesPerClass: 40, seed: 1 }));
      training.dispose();
    }
    expect(spreads[1]).toBeGreaterThan(1.05 * spreads[0]!);
    classifier.dispose();
  });

  it('rejects the snapshot of another training', async () => {
    const one = subject({ generators: 1 });
    const two = subject({ generators: 2 });
    expect(() => two.training.load(one.training.save())).toThrow(
      expect.objectContaining({ kind: 'corrupt-data' }) as Error,
    );
    one.dispose();
    two.dispose();
  });

  it.each<[string, Partial<KegNetConfig>]>([
    ['generators must be a whole number of at least 1, got 0', { generators: 0 }],
    ['epochs must be a whole number of at least 1, got NaN', { epochs: NaN }],
    ['batchSize must be a whole number of at least 2, got 1', { batchSize: 1 }],
    ['decoderLayers must be a whole number of at least 0, got -1', { decoderLayers: -1 }],
    ['learningRate must be above 0, got -1', { learningRate: -1 }],
    ['beta must be at least 0, got NaN', { beta: NaN }],
  ])('rejects: %s', (message, changed) => {
    const teacher = fresh();
    const before = liveTensors();
    expect(() => trainGenerators({ ...tiny, ...changed }, teacher)).toThrow(
      expect.objectContaining({ kind: 'invalid-input', message }) as Error,
    );
    expect(liveTensors()).toBe(before);
    disposeNetwork(teacher);
  });
});
