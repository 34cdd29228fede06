import { dataFolder, seed } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';

const options = {
  seed: seed('of all that is learned', 2019),
  data: dataFolder("folder that holds the authors' teacher, kegnet/lenet5-mnist.onnx"),
};

/** What the bench is asked for. */
export type LadderOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:ladder',
    what:
      'What KegNet must show on MNIST with the published teacher, in process (items 14 to 17 of its acceptance): ' +
      'each figure against its bound.',
    needs: "the authors' teacher as ONNX",
    takes: 'about seven minutes of one core',
    options,
  },
  async (given) => (await import('./ladder/run.js')).runLadder(given),
);
