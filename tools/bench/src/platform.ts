import { flag, names } from './command/option.js';
import type { ValuesOf } from './command/read-options.js';
import { runBench } from './command/run-bench.js';

const parts = ['start', 'jobs', 'submits', 'watch', 'blobs', 'store'] as const;

const options = {
  short: flag('little of everything, for seeing that it runs'),
  only: names('parts to run', parts),
};

/** One of the parts. */
export type PlatformPart = (typeof parts)[number];

/** What the bench is asked for. */
export type PlatformOptions = ValuesOf<typeof options>;

await runBench(
  {
    name: 'bench:platform',
    what:
      'The platform under load, real processes and real clients: times from a submit to its start against Ray Jobs, jobs and ' +
      'submits a second, events to many watchers, large blobs, a store full of finished jobs.',
    needs:
      'Linux, some GiB where TMPDIR is, and python3 with pip for Ray, which is fetched at the first use',
    takes: 'roughly a quarter of an hour on two cores, --short a few minutes',
    options,
  },
  async (given) => (await import('./platform/run.js')).runPlatform(given),
  { startsProcesses: true },
);
