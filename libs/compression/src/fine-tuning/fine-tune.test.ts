import { afterAll, describe, expect, it } from 'vitest';
import {
  createNetwork,
  disposeNetwork,
  encodeNetwork,
  floatsOf,
  randomStream,
  type Network,
} from '@polymath/tensor';
import { accuracyOf } from '../classifier/evaluate.js';
import {
  changedNetwork,
  expectAbortable,
  expectNoLeak,
  expectResumable,
  finish,
  lastState,
  rowGraph,
  rows,
  sameBytes,
  type Subject,
} from '../classifier/testing-trainings.js';
import { fineTuningDefaults, type FineTuningConfig } from './config.js';
import { divergenceOn } from './divergence.js';
import { fineTune, type FineTuningData } from './fine-tune.js';

const config: FineTuningConfig = {
  ...fineTuningDefaults,
  epochs: 3,
  batchSize: 8,
  learningRate: 1e-3,
  seed: 1,
};
const teacher = createNetwork(rowGraph(), randomStream(7, 'teacher'));
const inputs = rows(20, 1); // three batches an epoch
const heldOut = rows(12, 2);
const tooLarge = 10; // a learning rate that destroys the student at once

afterAll(() => {
  disposeNetwork(teacher);
});

/** The teacher with weights that are off by a wave. */
const perturbed = (): Network =>
  changedNetwork(teacher, (values, name) =>
    name.includes('running') ? values : values.map((v, i) => v + 0.4 * Math.sin(3 * i)),
  );

type Sources = Partial<Omit<FineTuningData, 'teacher' | 'student'>>;

function setUp(changed: Partial<FineTuningConfig> = {}, sources: Sources = { heldOut }) {
  const student = perturbed();
  const training = fineTune({ ...config, ...changed }, { teacher, student, inputs, ...sources });
  const dispose = () => {
    training.dispose();
    disposeNetwork(student);
  };
  return { student, training, dispose };
}

const subject =
  (changed: Partial<FineTuningConfig> = {}, sources?: Sources) =>
  (): Subject =>
    setUp(changed, sources);

const statistics = ({ parameters }: Network) =>
  [...parameters].filter(([name]) => name.includes('running')).map(([, value]) => floatsOf(value));

describe('fineTune', () => {
  it.each<[string, () => Subject]>([
    ['judged by held-out inputs', subject()],
    ['judged by validation data', subject({}, { validation: rows(12, 3) })],
    ['judged by nothing', subject({}, {})],
    ['that ends by patience', subject({ learningRate: tooLarge, patience: 1 })],
    [
      'with inputs in order and statistics frozen',
      subject({ keepOrder: true, updateStatistics: false }),
    ],
  ])('goes on to the same bits from a snapshot after any step: %s', async (_, make) => {
    await expectResumable(make);
  });

  it.each([1, 3])(
    'stops at the next step when aborted after report %i, and resumes exactly',
    async (reports) => {
      await expectAbortable(subject(), reports);
    },
  );

  it('repeats for a seed and differs for another', async () => {
    const [a, b, c] = await Promise.all([1, 1, 2].map((seed) => lastState(subject({ seed }))));
    expect(sameBytes(a!, b!)).toBe(true);
    expect(sameBytes(a!, c!)).toBe(false);
  });

  it('takes the inputs in the same order for every seed when it is told to keep it', async () => {
    const [a, b] = await Promise.all(
      [1, 2].map((seed) => lastState(subject({ seed, keepOrder: true }))),
    );
    expect(sameBytes(a!, b!)).toBe(true);
  });

  it('leaves no tensor behind once disposed', async () => {
    await expectNoLeak(subject());
  });

  it('labels first, with the score of the untrained student, and scores at the end of each epoch', async () => {
    const { training, student, dispose } = setUp();
    const before = divergenceOn(heldOut, teacher, student);
    const reports = await finish(training);
    const scores = reports.map(
      ({ phase, metrics }) => [phase, metrics['heldOutDivergence']] as const,
    );
    expect(scores[0]).toEqual(['label', before]);
    const judged = scores.slice(1).map(([phase, score]) => [phase, score !== undefined]);
    const epoch = [false, false, true].map((isLast) => ['fine-tune', isLast]);
    expect(judged).toEqual([...epoch, ...epoch, ...epoch]);
    dispose();
  });

  it('labels nothing again that a snapshot has', async () => {
    const first = setUp();
    const reports = first.training.run();
    for (const phase of ['label', 'fine-tune'])
      expect((await reports.next()).value).toMatchObject({ phase, step: 1 });
    const second = setUp();
    second.training.load(first.training.save());
    const { value } = await second.training.run().next();
    expect(value).toMatchObject({ phase: 'fine-tune', step: 2 });
    first.dispose();
    second.dispose();
  });

  it('refuses the labels of other inputs', () => {
    const [first, second] = [setUp(), setUp()];
    const { tensors, state } = first.training.save();
    const labels = { dtype: 'float32' as const, shape: [2, 2], data: new Float32Array(4) };
    const snapshot = {
      tensors: new Map([...tensors, ['softLabels/rows', labels] as const]),
      state,
    };
    expect(() => second.training.load(snapshot)).toThrow(
      'snapshot: expected labels of 0 inputs, got 2',
    );
    first.dispose();
    second.dispose();
  });

  it('brings a perturbed student back to its teacher, which does not change', async () => {
    const bits = encodeNetwork(teacher);
    const { training, student, dispose } = setUp({ epochs: 20, learningRate: 0.01 });
    const before = divergenceOn(heldOut, teacher, student);
    await finish(training);
    expect(divergenceOn(heldOut, teacher, student)).toBeLessThan(0.5 * before);
    expect(sameBytes(encodeNetwork(teacher), bits)).toBe(true);
    dispose();
  });

  it('ends with the weights of the best epoch', async () => {
    const { training, student, dispose } = setUp({ epochs: 6, learningRate: 0.05 });
    const reports = await finish(training);
    const scores = reports.flatMap(({ metrics }) => metrics['heldOutDivergence'] ?? []);
    expect(divergenceOn(heldOut, teacher, student)).toBe(Math.min(...scores));
    expect(training.bestEpoch).toBe(scores.indexOf(Math.min(...scores)));
    dispose();
  });

  it('ends with the student as it came when no epoch makes it better', async () => {
    const { training, student, dispose } = setUp({ learningRate: tooLarge });
    const before = encodeNetwork(student);
    await finish(training);
    expect(training.bestEpoch).toBe(0);
    expect(sameBytes(encodeNetwork(student), before)).toBe(true);
    dispose();
  });

  it('keeps the last epoch when nothing judges', async () => {
    const { training, student, dispose } = setUp({}, {});
    const before = encodeNetwork(student);
    await finish(training);
    expect(training.bestEpoch).toBeUndefined();
    expect(sameBytes(encodeNetwork(student), before)).toBe(false);
    dispose();
  });

  it('stops after so many epochs without progress', async () => {
    const { training, dispose } = setUp({ epochs: 9, learningRate: tooLarge, patience: 2 });
    const reports = await finish(training);
    expect(reports.at(-1)?.step).toBe(2 * 3);
    dispose();
  });

  it('is judged by accuracy where there are validation data', async () => {
    const validation = rows(30, 4);
    const { training, student, dispose } = setUp({}, { validation, heldOut });
    const reports = await finish(training);
    const accuracies = reports.flatMap(({ metrics }) => metrics['validationAccuracy'] ?? []);
    expect(accuracyOf(student, validation)).toBe(Math.max(...accuracies));
    dispose();
  });

  it.each([true, false])(
    'follows the batches with its running statistics: %s',
    async (updateStatistics) => {
      const { training, student, dispose } = setUp({ updateStatistics }, {});
      const before = statistics(student);
      await finish(training);
      if (updateStatistics) expect(statistics(student)).not.toEqual(before);
      else expect(statistics(student)).toEqual(before);
      dispose();
    },
  );

  it('leaves a student that equals its teacher in place when statistics are frozen', async () => {
    const student = changedNetwork(teacher, (values) => values);
    const training = fineTune({ ...config, updateStatistics: false }, { teacher, student, inputs });
    await finish(training);
    // Adam turns rounding into steps of the learning rate; their effect is of second order.
    expect(divergenceOn(heldOut, teacher, student)).toBeLessThan(1e-4);
    training.dispose();
    disposeNetwork(student);
  });

  it.each<[string, Partial<FineTuningConfig>, Sources]>([
    ['epochs must be a whole number of at least 1, got 0', { epochs: 0 }, {}],
    ['batchSize must be a whole number of at least 1, got 0', { batchSize: 0 }, {}],
    ['patience must be a whole number of at least 0, got -1', { patience: -1 }, {}],
    ['number of inputs must be a whole number of at least 1, got 0', {}, { inputs: rows(0, 1) }],
    ['learningRate must be above 0, got 0', { learningRate: 0 }, {}],
  ])('rejects: %s', (message, changed, sources) => {
    expect(() => setUp(changed, sources)).toThrow(
      expect.objectContaining({ kind: 'invalid-input', message }) as Error,
    );
  });
});
