import { choice, count, dataFolder, seed } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';

const options = {
  rows: choice(
    'rows of the table; tucker is the first alone, blended that and the last',
    ['all', 'tucker', 'blended'],
    'all',
  ),
  seed: seed('of generators and students', 2019),
  generators: count('generators that are learned; published: 5', 5),
  epochs: count('epochs of each generator; published: 200', 40),
  studentEpochs: count('epochs of a student at most; published: 400, noise 1,000', 20),
  patience: count('epochs without a better one after which a student is done', 5),
  data: dataFolder("folder that holds the authors' teacher, kegnet/lenet5-mnist.onnx"),
};

/** What the bench is asked for. */
export type KegNetOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:kegnet',
    what: 'The published table of MNIST students beside ours, through the service: ours, published, ratio.',
    needs: "the authors' teacher as ONNX",
    takes:
      'about half an hour on two cores; a minute for --rows tucker, a quarter of an hour for ' +
      '--epochs 20 --student-epochs 12 --patience 4',
    options,
  },
  async (given) => (await import('./kegnet/run.js')).runKegNet(given),
  { startsProcesses: true },
);
