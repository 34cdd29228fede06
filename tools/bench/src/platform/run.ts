import type { PlatformOptions, PlatformPart } from '../platform.js';
import { measureBlobs } from './blobs.js';
import { measureFullStore } from './full-store.js';
import { measureJobRate, measureSubmitRate } from './rates.js';
import { measureStartTimes } from './start-times.js';
import { measureSlowWatcher, measureWatchers } from './watchers.js';

const whole = { warm: 200, cold: 10, peer: 20, jobs: 400, seconds: 10, burst: 500, many: 1000, slow: 8000 }; // prettier-ignore
const little = { warm: 20, cold: 2, peer: 3, jobs: 40, seconds: 2, burst: 50, many: 200, slow: 6000 }; // prettier-ignore

/** Prints the parts that are asked for. */
export async function runPlatform({ short, only }: PlatformOptions): Promise<void> {
  // Engine processes of several services share few cores.
  process.env['TF_NUM_INTRAOP_THREADS'] ??= '1';
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  const size = short ? little : whole;
  const large = short
    ? { sizeMiB: 256, jobs: 5000, rounds: 10 }
    : { sizeMiB: 1024, jobs: 100_000, rounds: 100 };
  const parts: Record<PlatformPart, () => Promise<void>> = {
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
  for (const name of only) await parts[name]();
}
