import { tripletObjective, type LabelledSource } from '@polymath/compression';
import { createNetwork, dense, disposeNetwork, GraphBuilder, randomStream } from '@polymath/tensor';
import { formatCheck } from '../ladder/check.js';
import { atLeast } from '../ladder/generators.js';
import { pairedDifferences, table } from '../paired-table.js';
import type { RetrievalOptions } from '../retrieval.js';
import { readFashionMnist } from './fashion-mnist.js';
import { embed, embeddingNetwork, recallOf, students } from './students.js';

/** Recall@1 in percent by what was learned from, one a seed. */
type Runs = Map<string, number[]>;

/** Prints every run, then all of them as a table and as checks. */
export async function runRetrieval(options: RetrievalOptions): Promise<void> {
  const training = readFashionMnist('train', [0, 1, 2, 3, 4]);
  const test = readFashionMnist('t10k', [5, 6, 7, 8, 9]);
  const runs: Runs = new Map(
    ['triplet, length 1', 'random projection', 'teacher'].map((name) => [name, []]),
  );
  for (const seed of options.seeds) await measure({ training, test, options, runs }, seed);
  const rows = pairedDifferences(runs);
  console.log(table(options.seeds, rows, 'against triplet, points'));
  const recall = new Map(rows.map(({ name, mean }) => [name, mean]));
  const gain = (better: string, worse: string) => recall.get(better)! - recall.get(worse)!;
  for (const [better, worse] of [
    ['RKD-DA', 'triplet, length 1'],
    ['RKD-DA', 'RKD-DA, length 1'],
    ['triplet, length 1', 'random projection'],
  ] as const) {
    console.log(formatCheck(atLeast(`${better} over ${worse}, points`, gain(better, worse), 0)));
  }
}

interface Measurement {
  training: LabelledSource;
  test: LabelledSource;
  options: RetrievalOptions;
  runs: Runs;
}

async function measure(
  { training, test, options, runs }: Measurement,
  seed: number,
): Promise<void> {
  const note = (name: string, recallAt1: number) => {
    console.log(`seed ${seed}\t${name}\t${recallAt1.toFixed(1)} %`);
    runs.set(name, [...(runs.get(name) ?? []), recallAt1]);
  };
  const flat = new GraphBuilder([28, 28, 1]);
  flat.layer('flatten', { op: 'flatten' });
  flat.layer('project', dense(28 * 28, 16));
  const projection = createNetwork(flat.build(), randomStream(seed, 'projection'));
  note('random projection', await recallOf(projection, test));
  disposeNetwork(projection);

  const teacher = await embed(
    embeddingNetwork([32, 64, 128], { size: 64, normalize: true }),
    tripletObjective,
    { training },
    { epochs: options.teacherEpochs, seed },
  );
  note('teacher', await recallOf(teacher.student, test));
  for (const { name, objective, normalize } of students) {
    const graph = embeddingNetwork([8, 16, 32], { size: 16, normalize });
    const data = { training, teacher: teacher.student };
    const learned = await embed(graph, objective, data, { epochs: options.epochs, seed });
    note(name, await recallOf(learned.student, test));
    learned.dispose();
  }
  teacher.dispose();
}
