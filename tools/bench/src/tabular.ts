import { choice, count, flag, optionalCount, seeds, text } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';
import { tables } from './tabular/tables.js';

const names = Object.keys(tables) as (keyof typeof tables)[];
const options = {
  data: choice('a table that is fetched at its first use', names, 'pendigits'),
  file: text('a table of yours instead, CSV', 'FILE', undefined),
  label: text("the column of that table's classes; without it the last", 'COLUMN', ''),
  rank: optionalCount("the students' rank; without it the published one of --data"),
  seeds: seeds('one teacher with its students each', [1, 2, 3]),
  generators: count('generators that are learned', 2),
  generatorEpochs: count('epochs of each generator', 30),
  epochs: count('epochs of each student', 30),
  equalRows: flag('noise of as many rows as all generators give together, not one'),
};

/** What the bench is asked for. */
export type TabularOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:tabular',
    what:
      "KegNet's experiment on tables with a teacher of our own: students by SVD alone, on both noises and on generated rows, " +
      'each mean against the next.',
    needs: 'python3 with pip, which fetches the table, or --file',
    takes:
      'about a quarter of an hour of one core, in equal parts for seeds; twice as long for letter',
    options,
  },
  async (given) => (await import('./tabular/run.js')).runTabular(given),
);
