// npm run bench:retrieval -- [--seeds 1,2,3] [--teacher-epochs 10] [--epochs 10]
// Embeddings of Fashion-MNIST: classes 0 to 4 are learned from, classes 5 to 9 are searched. A teacher of 64 dimensions learns from
// triplets, students of 16 from triplets or from the teacher; recall@1, beside that of a random projection of the pixels.
import { parseArgs } from 'node:util';
import { tripletObjective } from '@polymath/compression';
import { createNetwork, dense, disposeNetwork, GraphBuilder, randomStream } from '@polymath/tensor';
import { formatCheck } from './ladder/check.js';
import { atLeast } from './ladder/generators.js';
import { pairedDifferences, table } from './paired-table.js';
import { readFashionMnist } from './retrieval/fashion-mnist.js';
import { embed, embeddingNetwork, recallOf, students } from './retrieval/students.js';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    'teacher-epochs': { type: 'string', default: '10' },
    epochs: { type: 'string', default: '10' },
  },
});
const seeds = options.seeds.split(',').map(Number);
const training = readFashionMnist('train', [0, 1, 2, 3, 4]);
const test = readFashionMnist('t10k', [5, 6, 7, 8, 9]);
const runs = new Map<string, number[]>(
  ['triplet, length 1', 'random projection', 'teacher'].map((name) => [name, []]),
);
for (const seed of seeds) await measure(seed);
const rows = pairedDifferences(runs);
console.log(table(seeds, rows, 'against triplet, points'));
const recall = new Map(rows.map(({ name, mean }) => [name, mean]));
const gain = (better: string, worse: string) => recall.get(better)! - recall.get(worse)!;
for (const [better, worse] of [
  ['RKD-DA', 'triplet, length 1'],
  ['RKD-DA', 'RKD-DA, length 1'],
  ['triplet, length 1', 'random projection'],
] as const) {
  console.log(formatCheck(atLeast(`${better} over ${worse}, points`, gain(better, worse), 0)));
}

async function measure(seed: number): Promise<void> {
  const flat = new GraphBuilder([28, 28, 1]);
  flat.layer('flatten', { op: 'flatten' });
  flat.layer('project', dense(28 * 28, 16));
  const projection = createNetwork(flat.build(), randomStream(seed, 'projection'));
  note(seed, 'random projection', await recallOf(projection, test));
  disposeNetwork(projection);

  const teacher = await embed(
    embeddingNetwork([32, 64, 128], { size: 64, normalize: true }),
    tripletObjective,
    { training },
    { epochs: Number(options['teacher-epochs']), seed },
  );
  note(seed, 'teacher', await recallOf(teacher.student, test));
  for (const { name, objective, normalize } of students) {
    const graph = embeddingNetwork([8, 16, 32], { size: 16, normalize });
    const data = { training, teacher: teacher.student };
    const learned = await embed(graph, objective, data, { epochs: Number(options.epochs), seed });
    note(seed, name, await recallOf(learned.student, test));
    learned.dispose();
  }
  teacher.dispose();
}

function note(seed: number, name: string, recallAt1: number): void {
  console.log(`seed ${seed}\t${name}\t${recallAt1.toFixed(1)} %`);
  runs.set(name, [...(runs.get(name) ?? []), recallAt1]);
}
