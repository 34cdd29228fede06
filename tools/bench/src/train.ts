import { amount, count, flag, names } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';
import { workloadNames } from './train/names.js';

const options = {
  only: names('workloads', workloadNames),
  rounds: count('turns of each side with each number of threads; the best median counts', 3),
  seconds: amount('of each turn, in seconds', 3),
  profile: flag('also what one step of ours is made of'),
};

/** What the bench is asked for. */
export type TrainOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:train',
    what:
      'Training steps against PyTorch: processes take turns, each side at its best number of threads, best medians. Both do ' +
      'the same update, and the losses after 50 steps are compared.',
    needs: 'python3 with pip; PyTorch is fetched at the first use',
    takes: 'about 10 minutes; one workload with --rounds 1 half a minute',
    options,
  },
  async (given) => (await import('./train/run.js')).runTrain(given),
  { startsProcesses: true },
);
