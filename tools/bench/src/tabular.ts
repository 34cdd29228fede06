// npm run bench:tabular -- [--data pendigits|letter|digits | --file CSV [--label COLUMN]] [--rank N] [--seeds N,N] [--generators N]
// [--generator-epochs N] [--epochs N] [--equal-rows]
// KegNet's experiment on tables with a teacher of our own: students by SVD alone, on both noises and on generated rows.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { accuracyOf, decompose, mlp, trainClassifier } from '@polymath/compression';
import { readLabelledTable } from '@polymath/datasets';
import { countParameters, disposeNetwork } from '@polymath/tensor';
import { formatCheck } from './ladder/check.js';
import { splitTable, type SplitTable } from './tabular/split.js';
import { publishedRanks, students, type Budget, type Row } from './tabular/students.js';
import { readPackaged, tables } from './tabular/tables.js';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: 'pendigits' },
    file: { type: 'string' },
    label: { type: 'string', default: '' },
    rank: { type: 'string' },
    seeds: { type: 'string', default: '1,2,3' },
    generators: { type: 'string', default: '2' },
    'generator-epochs': { type: 'string', default: '30' },
    epochs: { type: 'string', default: '30' },
    'equal-rows': { type: 'boolean', default: false },
  },
});
if (!(options.data in tables)) {
  throw new Error(`--data is one of ${Object.keys(tables).join(', ')}, got ${options.data}`);
}
const packaged = tables[options.data as keyof typeof tables];
const table = readLabelledTable(
  options.file ? readFileSync(options.file) : readPackaged(packaged),
  options.label,
);
const seeds = options.seeds.split(',').map(Number);
const totals: Record<Row, number> = { 'svd only': 0, uniform: 0, gaussian: 0, kegnet: 0 };

for (const seed of seeds) {
  const found = await once(seed);
  for (const row of Object.keys(totals) as Row[]) totals[row] += (100 * found[row]) / seeds.length;
}
const against = (row: Row, other: Row) =>
  console.log(
    formatCheck({
      name: `${row}, mean accuracy in percent, against ${other}`,
      measured: totals[row],
      bound: Number(totals[other].toFixed(2)),
      side: 'at least',
    }),
  );
against('uniform', 'svd only');
against('gaussian', 'svd only');
against('kegnet', 'uniform');
against('kegnet', 'gaussian');

async function once(seed: number): Promise<Record<Row, number>> {
  const data = splitTable(table, seed);
  const training = await teacherOf(data, seed);
  const teacher = training.classifier;
  const budget: Budget = {
    generators: Number(options.generators),
    equalRows: options['equal-rows'],
    generatorEpochs: Number(options['generator-epochs']),
    samples: 6400,
    epochs: Number(options.epochs),
    rank: Number(options.rank ?? packaged.rank),
    seed,
  };
  const { network } = decompose(teacher, publishedRanks(teacher, 100, budget.rank));
  const ratio = countParameters(teacher) / countParameters(network);
  disposeNetwork(network);
  const found = await students(teacher, data, budget);
  const figures = { teacher: accuracyOf(teacher, data.test), ...found };
  const texts = Object.entries(figures).map(
    ([name, share]) => `${name} ${(100 * share).toFixed(2)}`,
  );
  console.error(`  seed ${seed}, ${ratio.toFixed(2)}x: ${texts.join(', ')}`);
  training.dispose();
  return found;
}

async function teacherOf({ columns, training: source, validation }: SplitTable, seed: number) {
  const [features = 1] = source.shape;
  const graph = mlp({ features, classes: columns.classes.length, table: columns });
  const config = { graph, epochs: 60, batchSize: 64, learningRate: 1e-3, seed };
  const training = trainClassifier(config, { training: source, validation });
  const steps = training.run();
  while (!(await steps.next()).done);
  return training;
}
