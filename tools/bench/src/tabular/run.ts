import { readFileSync } from 'node:fs';
import { accuracyOf, decompose, mlp, trainClassifier } from '@polymath/compression';
import { readLabelledTable, type LabelledTable } from '@polymath/datasets';
import { countParameters, disposeNetwork } from '@polymath/tensor';
import { formatCheck } from '../ladder/check.js';
import type { TabularOptions } from '../tabular.js';
import { splitTable, type SplitTable } from './split.js';
import { publishedRanks, students, type Budget, type Row } from './students.js';
import { readPackaged, tables } from './tables.js';

/** Prints the means of all seeds as checks. */
export async function runTabular(options: TabularOptions): Promise<void> {
  const { file, label, seeds } = options;
  const packaged = tables[options.data];
  const bytes = file === undefined ? readPackaged(packaged) : readFileSync(file);
  const table = readLabelledTable(bytes, label);
  const rank = options.rank ?? packaged.rank;
  const rows: Row[] = ['svd only', 'uniform', 'gaussian', 'kegnet', 'kegnet blended'];
  const totals = Object.fromEntries(rows.map((row) => [row, 0])) as Record<Row, number>;
  for (const seed of seeds) {
    const found = await once(table, { ...options, rank, seed });
    for (const row of rows) totals[row] += (100 * found[row]) / seeds.length;
  }
  const against = (row: Row, other: Row) => {
    const name = `${row}, mean accuracy in percent, against ${other}`;
    const bound = Number(totals[other].toFixed(2));
    console.log(formatCheck({ name, measured: totals[row], bound, side: 'at least' }));
  };
  against('uniform', 'svd only');
  against('gaussian', 'svd only');
  for (const row of ['kegnet', 'kegnet blended'] as const) {
    against(row, 'uniform');
    against(row, 'gaussian');
  }
}

async function once(
  table: LabelledTable,
  options: Omit<Budget, 'samples'>,
): Promise<Record<Row, number>> {
  const { seed } = options;
  const data = splitTable(table, seed);
  const training = await teacherOf(data, seed);
  const teacher = training.classifier;
  const budget: Budget = { ...options, samples: 6400 };
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
