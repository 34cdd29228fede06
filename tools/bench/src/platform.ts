// npm run bench:platform -- [--short] [--only start,jobs,submits,watch,blobs,store]
// The platform under load, real processes and real clients: times from a submit to its start against Ray Jobs, jobs and submits a
// second, events to many watchers, large blobs, a store full of finished jobs. --short is for seeing that it runs.
import { parseArgs } from 'node:util';
import { measureBlobs } from './platform/blobs.js';
import { measureFullStore } from './platform/full-store.js';
import { measureJobRate, measureSubmitRate } from './platform/rates.js';
import { measureStartTimes } from './platform/start-times.js';
import { measureSlowWatcher, measureWatchers } from './platform/watchers.js';

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', default: 'start,jobs,submits,watch,blobs,store' },
  },
});

/** Everything that was started is killed when this process exits, in whatever way. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
// Engine processes of several services share few cores.
process.env['TF_NUM_INTRAOP_THREADS'] ??= '1';
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';

const size = options.short
  ? { warm: 20, cold: 2, peer: 3, jobs: 40, seconds: 2, burst: 50, many: 200, slow: 6000 }
  : { warm: 200, cold: 10, peer: 20, jobs: 400, seconds: 10, burst: 500, many: 1000, slow: 8000 };
const large = options.short ? { sizeMiB: 256, jobs: 5000, rounds: 10 } : { sizeMiB: 1024, jobs: 100_000, rounds: 100 }; // prettier-ignore

const parts: Record<string, () => Promise<void>> = {
  start: () => measureStartTimes(size),
  jobs: () => measureJobRate(size.jobs),
  submits: () => measureSubmitRate(size.seconds),
  watch: async () => {
    await measureWatchers({ watchers: 100, burst: size.burst });
    await measureWatchers({ watchers: size.many, burst: size.burst });
    await measureSlowWatcher(size.slow);
  },
  blobs: () => measureBlobs(large.sizeMiB),
  store: () => measureFullStore(large),
};

for (const name of options.only.split(',')) {
  const part = parts[name];
  if (!part) throw new Error(`--only must be of ${Object.keys(parts).join(', ')}, got "${name}"`);
  await part();
}
