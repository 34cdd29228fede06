import { count, dataFolder, names, seeds } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';
import { methods, parts } from './diagnosis/names.js';

const options = {
  protocol: names('parts to run, the protocols first', parts),
  methods: names('methods to compare in the protocols and on simulated bearings', methods),
  seeds: seeds('one run each; parts that need one take the first', [1, 2, 3]),
  segments: count('segments that filters are learned from', 10_000),
  iterations: count('steps of L-BFGS that filters learn', 150),
  data: dataFolder('folder that holds the packed CWRU records, cwru/'),
};

/** What the bench is asked for. */
export type DiagnosisOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:diagnosis',
    what:
      'What the diagnosis methods reach on the CWRU records and on simulated bearings, in process: ' +
      'name, method, the figure that another implementation measured, ours.',
    needs: 'the packed CWRU records, whichever part is run',
    takes: 'about 20 minutes of one core; --seeds 1 a third of that, --protocol drift a minute',
    options,
  },
  async (given) => (await import('./diagnosis/run.js')).runDiagnosis(given),
);
