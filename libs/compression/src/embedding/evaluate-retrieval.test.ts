import { afterAll, describe, expect, it } from 'vitest';
import {
  createNetwork,
  disposeNetwork,
  encodeNetwork,
  randomStream,
  tensor,
  tidy,
} from '@polymath/tensor';
import {
  expectAbortable,
  expectNoLeak,
  expectResumable,
  finish,
  rowGraph,
  rows,
} from '../classifier/testing-trainings.js';
import { smallCnn } from '../classifier/small-cnn.js';
import { recallAt } from '../metric-learning/recall.js';
import { embeddingsOf } from './embed.js';
import { evaluateRetrieval, usualKs } from './evaluate-retrieval.js';

const network = createNetwork(rowGraph(), randomStream(4, 'weights'));
afterAll(() => {
  disposeNetwork(network);
});
const source = rows(2100, 5); // five batches, two blocks of queries
const make = (count = 2100) => {
  const training = evaluateRetrieval(network, rows(count, 5));
  return { training, dispose: () => training.dispose() };
};

describe('evaluateRetrieval', () => {
  it('ends with recall@1, 2, 4 and 8, and leaves the network alone', async () => {
    const before = encodeNetwork(network);
    const { training, dispose } = make();
    const reports = await finish(training);
    const rowsOf = embeddingsOf(network, source);
    const expected = tidy(() => recallAt({ embeddings: tensor(rowsOf, [2100, 3]), labels: source.labels }, usualKs)); // prettier-ignore
    expect([...training.recall]).toEqual(usualKs.map((k, i) => [k, expected[i]]));
    expect(Object.keys(reports.at(-1)!.metrics)).toEqual(['recallAt1', 'recallAt2', 'recallAt4', 'recallAt8']); // prettier-ignore
    expect(reports.map(({ phase, step, steps }) => `${phase} ${step}/${steps}`).slice(-3)).toEqual(['embed 5/5', 'search 1/2', 'search 2/2']); // prettier-ignore
    expect(encodeNetwork(network)).toEqual(before);
    dispose();
  });

  it('resumes exactly', async () => {
    await expectResumable(() => make());
    await expectAbortable(() => make(), 6);
  });

  it('leaves no tensor behind', async () => {
    await expectNoLeak(() => make(60));
  });

  it('rejects a network of no vectors, a k that is too large, a snapshot of other items', () => {
    const images = createNetwork({ ...smallCnn(), output: 'block1.relu' }, randomStream(1, 'w'));
    expect(() => evaluateRetrieval(images, source)).toThrow('expected embeddings [features], got [32, 32, 16]'); // prettier-ignore
    disposeNetwork(images);
    expect(() => evaluateRetrieval(network, rows(8, 1))).toThrow('number of items must be a whole number of at least 9, got 8'); // prettier-ignore
    const [large, small] = [make(60), make(30)];
    expect(() => large.training.load(small.training.save())).toThrow('snapshot: expected 180 numbers of embeddings, got 90'); // prettier-ignore
  });
});
