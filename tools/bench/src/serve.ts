import { amount, count } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';

const options = {
  seconds: amount('of each load, in seconds, after at most 3 to warm up', 5),
  rounds: count('turns of each side; the best counts', 3),
};

/** What the bench is asked for. */
export type ServeOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:serve',
    what:
      'Inference by the Open Inference Protocol over loopback, LeNet-5 with the same weights: ours against MLServer with ONNX ' +
      'Runtime. latency-1: one client; throughput-32: 32 clients; each with 1 and 16 images a call. Then batching of ' +
      'calls on and off, and the health of a service whose model computes for seconds.',
    needs:
      'Go 1.26, and python3 with pip for MLServer and ONNX Runtime, which are fetched at the first use',
    takes: 'about 8 minutes; two with --seconds 2 --rounds 1',
    options,
  },
  async (given) => (await import('./serve/run.js')).runServe(given),
  { startsProcesses: true },
);
