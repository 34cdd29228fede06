// Broken requests to every RPC, and what else a stranger may do; held against what is promised for bad input.
import { fuzzAll } from './fuzz-all.js';
import { help, readOptions, type FuzzOptions } from './options.js';
import { describeFault, describeResults } from './report.js';
import { strangersOnAdminPorts } from './strangers/on-admin-ports.js';
import { strangersInStore } from './strangers/in-store.js';
import { strangersOnNats } from './strangers/on-nats.js';
import { strangersOnPorts } from './strangers/on-ports.js';
import { openStage, type Stage } from './stage/stage.js';

// Everything that was started is killed when this process exits, in whatever way.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.env['TF_NUM_INTRAOP_THREADS'] = '1';
process.env['TF_CPP_MIN_LOG_LEVEL'] = '3';

const options = optionsOf(process.argv.slice(2));
if (options === 'help') console.log(help);
else process.exitCode = await run(options).catch(giveUp);

function optionsOf(args: string[]): FuzzOptions | 'help' {
  try {
    return readOptions(args);
  } catch (error) {
    return giveUp(error instanceof Error ? error.message : error);
  }
}

/** Says why; what was started ends with this process. */
function giveUp(why: unknown): never {
  console.error(why);
  process.exit(2);
}

/** @returns the exit code */
async function run(options: FuzzOptions): Promise<number> {
  const stage = await openStage();
  let broken = 1;
  try {
    broken = await fuzz(stage, options);
  } finally {
    await stage.close(broken > 0);
    if (broken > 0) console.log(`logs and data: ${stage.folder}`);
  }
  return broken > 0 ? 1 : 0;
}

/** @returns how many promises were broken */
async function fuzz(stage: Stage, options: FuzzOptions): Promise<number> {
  const log = (line: string) => console.log(line);
  const { results, faults: wide, jobs } = await fuzzAll(stage, options, log);
  console.log(describeResults(results));
  const faults = [...wide];
  if (options.strangers) {
    faults.push(...(await strangersOnPorts(stage, options.seed, log)));
    faults.push(...(await strangersOnAdminPorts(stage, options.seed, log)));
    faults.push(...(await strangersInStore(stage, log)));
    faults.push(...(await strangersOnNats(stage, log)));
  }
  const broken = results.flatMap((result) => result.faults);
  for (const fault of broken) console.log(describeFault(options.seed, fault));
  for (const fault of faults) console.log(`BROKEN ${fault}`);
  const count = broken.length + faults.length;
  const sent = results.reduce((sum, { mutations }) => sum + mutations, 0);
  console.log(`mutations ${sent}, jobs made ${jobs}, broken ${count}`);
  return count;
}
