import { afterAll, describe, expect, it } from 'vitest';
import { disposeNetwork, networkFrom, parameterValues, type Network } from '@polymath/tensor';
import type { LabelledSource } from '../classifier/input-source.js';
import {
  expectAbortable,
  expectNoLeak,
  expectResumable,
  finish,
  lastState,
  rowGraph,
  rows,
  sameBytes,
} from '../classifier/testing-trainings.js';
import { evaluateRetrieval } from './evaluate-retrieval.js';
import { embeddingGraph } from './head.js';
import {
  relationalObjective,
  trainEmbedding,
  tripletObjective,
  type EmbeddingConfig,
  type EmbeddingData,
} from './train.js';

const embedding = (size: number, normalize: boolean) =>
  embeddingGraph(rowGraph(), { from: 'relu', size, normalize });
const config: EmbeddingConfig = {
  graph: embedding(4, true),
  objective: tripletObjective,
  epochs: 2,
  optimizer: { kind: 'adam', learningRate: 0.01 },
  batches: { classes: 3, itemsPerClass: 4, batchesPerEpoch: 3 },
  seed: 1,
};
const data: EmbeddingData = { training: rows(60, 1) };

function setUp(changed: Partial<EmbeddingConfig> = {}, given: Partial<EmbeddingData> = {}) {
  const training = trainEmbedding({ ...config, ...changed }, { ...data, ...given });
  return { training, student: training.student, dispose: () => training.dispose() };
}

async function recallOf(network: Network, source: LabelledSource): Promise<number> {
  const measured = evaluateRetrieval(network, source, [1]);
  await finish(measured);
  measured.dispose();
  return measured.recall.get(1)!;
}

const { student: untrained, dispose } = setUp();
const teacher = networkFrom(untrained.graph, parameterValues(untrained.parameters));
dispose();
afterAll(() => {
  disposeNetwork(teacher);
});
const student = {
  graph: embedding(2, false),
  objective: { ...relationalObjective, darkRank: 0.1 },
};

describe('trainEmbedding', () => {
  it.each<[string, () => ReturnType<typeof setUp>]>([
    ['triplets, judged', () => setUp({}, { validation: rows(12, 2) })],
    ['semi-hard triplets', () => setUp({ objective: { triplet: { weight: 1, margin: 0.2, mining: 'semi-hard' } } })], // prettier-ignore
    ['a teacher', () => setUp(student, { teacher })],
  ])('goes on to the same bits from a snapshot after any step: %s', async (_, make) => {
    await expectResumable(make);
    await expectAbortable(make, 2);
  });

  it('repeats for a seed and differs for another', async () => {
    const [a, b, c] = await Promise.all([1, 1, 2].map((seed) => lastState(() => setUp({ seed }))));
    expect(sameBytes(a!, b!)).toBe(true);
    expect(sameBytes(a!, c!)).toBe(false);
  });

  it('leaves no tensor behind once disposed', async () => {
    await expectNoLeak(() => setUp({}, { validation: rows(12, 2) }));
    await expectNoLeak(() => setUp(student, { teacher }));
  });

  it('learns from triplets, and a smaller student from what was learned', async () => {
    const epochs = 40;
    const guide = setUp({ epochs });
    const before = await recallOf(guide.student, rows(90, 2));
    await finish(guide.training);
    const guided = await recallOf(guide.student, rows(90, 2));
    expect(guided).toBeGreaterThanOrEqual(0.9);
    expect(guided).toBeGreaterThan(before);
    const pupil = setUp(
      { graph: embedding(2, false), objective: relationalObjective, epochs, seed: 5 },
      { teacher: guide.student },
    );
    await finish(pupil.training);
    expect(await recallOf(pupil.student, rows(90, 2))).toBeGreaterThanOrEqual(0.9);
    guide.dispose();
    pupil.dispose();
  });

  it('ends with the epoch of the highest recall', async () => {
    const validation = rows(30, 3);
    const made = setUp({ epochs: 5 }, { validation });
    const reports = await finish(made.training);
    const scores = reports.flatMap(({ metrics }) => metrics['validationRecallAt1'] ?? []);
    expect(scores).toHaveLength(5);
    expect(await recallOf(made.student, validation)).toBe(Math.max(...scores));
    made.dispose();
  });

  it.each<[string, Partial<EmbeddingConfig>, Partial<EmbeddingData>]>([
    ['a term names no teacher; there are none', student, {}],
    [
      'expected a term whose weight is above 0 from the first epoch to the last, got none',
      { objective: {} },
      {},
    ],
    [
      'student: distance-weighted mining needs vectors of length 1 from a layer normalize, got layer embedding (dense)',
      { graph: embedding(4, false) },
      {},
    ],
    [
      'a triplet term needs batches of at least 2 classes with 2 items each, got {"size":8}',
      { batches: { size: 8 } },
      {},
    ],
    [
      'cannot make batches of 4 classes with 2 items each from 3 classes',
      { batches: { classes: 4, itemsPerClass: 2 } },
      {},
    ],
    [
      'margin must be above 0, got 0',
      { objective: { triplet: { weight: 1, margin: 0, mining: 'semi-hard' } } },
      {},
    ],
    ['expected 60 labels, got 1', {}, { training: { ...rows(60, 1), labels: new Int32Array(1) } }],
    ['number of items must be a whole number of at least 2, got 1', {}, { validation: rows(1, 1) }],
  ])('rejects: %s', (message, changed, given) => {
    expect(() => setUp(changed, given)).toThrow(
      expect.objectContaining({ kind: 'invalid-input', message }) as Error,
    );
  });
});
