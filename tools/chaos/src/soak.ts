// Short real jobs for a long time under random kills: what every process holds and what is stored must not grow.
import { readSoakOptions, soakHelp } from './soak/options.js';
import { runSoak } from './soak/run-soak.js';
import { describeSoak, isSound, judge } from './soak/verdict.js';
import { writeReport } from './soak/write-report.js';

// Everything that was started is killed when this process exits, in whatever way.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.env['TF_NUM_INTRAOP_THREADS'] = '1';
process.env['TF_CPP_MIN_LOG_LEVEL'] = '3';

try {
  const options = readSoakOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(soakHelp);
  } else {
    const result = await runSoak(options, (line) => console.log(line));
    const judged = judge(result);
    console.log(describeSoak(result, judged));
    console.log(`report: ${await writeReport(result, judged)}`);
    process.exitCode = isSound(result, judged) ? 0 : 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // Jobs and kills would go on.
  process.exit(2);
}
