// Real jobs on real processes that are killed, frozen and cut off; what they leave is held against what was promised.
import { help, readOptions, type ChaosOptions } from './options.js';
import { runUndisturbed, type Reference } from './reference.js';
import { describeRun, describeTotal, isGood } from './report.js';
import { run, type RunResult } from './run.js';

/** A run that takes longer than this, about one minute on two cores, is stuck. */
const runMinutes = 20;

// Everything that was started is killed when this process exits, in whatever way.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
// Sums depend on the number of threads; one a job keeps a few cores from being fought for.
process.env['TF_NUM_INTRAOP_THREADS'] = '1';
process.env['TF_CPP_MIN_LOG_LEVEL'] = '3';

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') console.log(help);
  else process.exitCode = await runAll(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // Jobs and faults would go on.
  process.exit(2);
}

/** @returns the exit code */
async function runAll(options: ChaosOptions): Promise<number> {
  console.log('undisturbed run');
  const reference = await runUndisturbed();
  const results: RunResult[] = [];
  for (let i = 0; i < options.runs; i++) results.push(await runOne(options, i, reference));
  console.log(describeTotal(results));
  return results.every(isGood) ? 0 : 1;
}

async function runOne(options: ChaosOptions, i: number, reference: Reference): Promise<RunResult> {
  const { cluster } = options;
  const seed = options.seed + i;
  console.log(`run ${i + 1} of ${options.runs}, seed ${seed}`);
  const log = (line: string) => console.log(`  ${line}`);
  const stuck = setTimeout(() => {
    console.log(
      `  BROKEN seed ${seed}, endsInTime: the run has not ended within ${runMinutes} minutes`,
    );
    process.exit(1);
  }, runMinutes * 60_000);
  const result = await run({ seed, cluster, reference, log });
  clearTimeout(stuck);
  console.log(describeRun(seed, result));
  return result;
}
