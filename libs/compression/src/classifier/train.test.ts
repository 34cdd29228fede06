import { afterAll, describe, expect, it } from 'vitest';
import {
  createNetwork,
  disposeNetwork,
  encodeNetwork,
  liveTensors,
  randomStream,
} from '@polymath/tensor';
import { accuracyOf } from './evaluate.js';
import { evaluation } from './evaluation.js';
import { lenet5 } from './lenet5.js';
import {
  expectAbortable,
  expectNoLeak,
  expectResumable,
  finish,
  gratings,
  lastState,
  rowGraph,
  rows,
  type Subject,
} from './testing-trainings.js';
import { trainClassifier, type ClassifierConfig } from './train.js';

const config: ClassifierConfig = {
  graph: rowGraph(),
  epochs: 3,
  batchSize: 8,
  learningRate: 0.01,
  seed: 1,
};
const data = { training: rows(20, 1), validation: rows(12, 2) };

function subject(changed: Partial<ClassifierConfig> = {}, given: typeof data = data): Subject {
  const training = trainClassifier({ ...config, ...changed }, given);
  return { training, dispose: () => training.dispose() };
}

describe('trainClassifier', () => {
  it('goes on to the same bits from a snapshot after any step', async () => {
    await expectResumable(() => subject());
  });

  it('stops at the next step when it is aborted, and resumes exactly', async () => {
    await expectAbortable(() => subject(), 4);
  });

  it('repeats for a seed and differs for another', async () => {
    const [a, b, c] = await Promise.all(
      [1, 1, 2].map((seed) => lastState(() => subject({ seed }))),
    );
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
  });

  it('leaves no tensor behind once disposed', async () => {
    await expectNoLeak(() => subject());
  });

  it('reports every step, and the validation accuracy at the end of each epoch', async () => {
    const { training, dispose } = subject();
    const reports = await finish(training);
    expect(reports.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(reports.map(({ steps, phase }) => `${phase} ${steps}`))).toEqual(
      new Set(['train 9']),
    );
    const judged = reports.filter(({ metrics }) => 'validationAccuracy' in metrics);
    expect(judged.map(({ step }) => step)).toEqual([3, 6, 9]);
    dispose();
  });

  it('ends with the epoch that was best on the validation data', async () => {
    const training = trainClassifier({ ...config, learningRate: 0.3, epochs: 6 }, data);
    const reports = await finish(training);
    const accuracies = reports.flatMap(({ metrics }) => metrics['validationAccuracy'] ?? []);
    expect(accuracyOf(training.classifier, data.validation)).toBe(Math.max(...accuracies));
    training.dispose();
  });

  it('learns to tell images of 32x32 apart', async () => {
    const training = trainClassifier(
      { graph: lenet5({ classes: 4 }), epochs: 3, batchSize: 16, learningRate: 2e-3, seed: 3 },
      { training: gratings(160, 1) },
    );
    await finish(training);
    expect(accuracyOf(training.classifier, gratings(80, 2))).toBeGreaterThanOrEqual(0.95);
    training.dispose();
  });

  it.each<[string, Partial<ClassifierConfig>, Partial<typeof data>]>([
    ['epochs must be a whole number of at least 1, got 0', { epochs: 0 }, {}],
    ['batchSize must be a whole number of at least 1, got 2.5', { batchSize: 2.5 }, {}],
    ['learningRate must be above 0, got 0', { learningRate: 0 }, {}],
    [
      'number of training inputs must be a whole number of at least 1, got 0',
      {},
      { training: rows(0, 1) },
    ],
    [
      'expected 20 labels, got 19',
      {},
      { training: { ...rows(20, 1), labels: new Int32Array(19) } },
    ],
    [
      'labels must lie in 0 to 2, got 3',
      {},
      { validation: { ...rows(2, 1), labels: Int32Array.of(0, 3) } },
    ],
  ])('rejects: %s', (message, settings, given) => {
    const before = liveTensors();
    expect(() => subject(settings, { ...data, ...given })).toThrow(
      expect.objectContaining({ kind: 'invalid-input', message }) as Error,
    );
    expect(liveTensors()).toBe(before);
  });
});

describe('evaluation', () => {
  const network = createNetwork(rowGraph(), randomStream(4, 'weights'));
  const source = rows(1100, 5); // three batches
  afterAll(() => {
    disposeNetwork(network);
  });
  const make = () => ({ training: evaluation(network, source), dispose: () => undefined });

  it('ends with the accuracy, and leaves the network alone', async () => {
    const before = encodeNetwork(network);
    const measured = evaluation(network, source);
    const reports = await finish(measured);
    expect(reports.map(({ step, steps }) => [step, steps])).toEqual([[1, 3], [2, 3], [3, 3]]); // prettier-ignore
    expect(measured.accuracy).toBe(accuracyOf(network, source));
    expect(encodeNetwork(network)).toEqual(before);
  });

  it('resumes exactly', async () => {
    await expectResumable(make);
    await expectAbortable(make, 1);
  });

  it('leaves no tensor behind', async () => {
    await expectNoLeak(make);
  });
});

describe('accuracyOf', () => {
  it('is the share of inputs put into their class, over more than one batch', () => {
    const network = createNetwork(rowGraph(), randomStream(4, 'weights'));
    for (const parameter of network.parameters.values()) {
      parameter.assign(new Float32Array(parameter.size));
    }
    network.parameters.get('fc2.bias')!.assign(Float32Array.of(0, 1, 0)); // always class 1
    const source = rows(1001, 1);
    expect(accuracyOf(network, source)).toBe(334 / 1001);
    disposeNetwork(network);
  });
});
