import { count } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';

const options = {
  rounds: count('turns of each side with each number of threads; the best counts', 2),
};

/** What the bench is asked for. */
export type LowRankOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:low-rank',
    what:
      'EVBMF and Tucker-2 (HOSVD and HOOI) of a 512x512x3x3 kernel in double precision, against NumPy and TensorLy: ' +
      'processes take turns, each side at its best number of threads, best times.',
    needs: 'python3 with pip; TensorLy, NumPy and SciPy are fetched at the first use',
    takes: 'two to three minutes',
    options,
  },
  async (given) => (await import('./low-rank/run.js')).runLowRank(given),
  { startsProcesses: true },
);
