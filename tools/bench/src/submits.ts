import { amount, count } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';

const options = {
  seconds: amount('of each turn, in seconds', 5),
  rounds: count('turns of each side; the best counts', 3),
};

/** What the bench is asked for. */
export type SubmitsOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:submits',
    what:
      'Jobs accepted a second (record, event and token acknowledged by a real nats-server) for 1, 16 and 128 submits in ' +
      "flight: with sync_interval: always, beside the server's default. The data lie in the folder of temporary files (TMPDIR).",
    needs: 'TMPDIR on the disk in question',
    takes: 'a minute and a half: six turns of --seconds for each round',
    options,
  },
  async (given) => (await import('./submits/run.js')).runSubmits(given),
  { startsProcesses: true },
);
