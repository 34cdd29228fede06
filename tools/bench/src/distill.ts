import { count, dataFolder, names, seeds } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';
import { methodNames } from './distill/names.js';

const options = {
  seeds: seeds('one student of each method', [1, 2, 3]),
  passes: count('passes over the images that a student learns, rounded to fours', 20),
  teacherPasses: count('passes that the teacher learns, rounded to fours', 40),
  methods: names('methods beside "alone", which always runs', methodNames),
  data: dataFolder('folder that holds cifar10/train_4000.bin.gz and cifar10/test_1000.bin.gz'),
};

/** What the bench is asked for. */
export type DistillOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:distill',
    what:
      "Distillation on CIFAR-10's subset of 4,000 training images: a CNN teaches one of half its widths by each method, and " +
      'each student is compared with the one of the same seed that learned from labels alone. 1,000 test images: a ' +
      'difference below 1.4 points is noise.',
    needs: "the subset in CIFAR-10's binary layout",
    takes: 'about 40 minutes on two cores, in equal parts for seeds and methods',
    options,
  },
  async (given) => (await import('./distill/run.js')).runDistill(given),
);
