import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { helpOf, type Description } from './help.js';
import { readOptions, type Options, type ValuesOf } from './read-options.js';

/**
 * Is a bench from its command line to its end. Answers `--help`; a command line that is none ends it with one message and code 2, an error with
 * code 1.
 * @param run imports what computes, so that help and refusals need not wait for that
 * @param startsProcesses however it ends, signals included, they end with it (`ownProcess`). A bench that computes in its own process hears of a
 *   signal only when it has computed: it leaves signals alone, which then end it at once
 */
export async function runBench<Declared extends Options>(
  description: Description<Declared>,
  run: (options: ValuesOf<Declared>) => Promise<void>,
  { startsProcesses = false } = {},
): Promise<void> {
  const options = optionsOf(description, process.argv.slice(2));
  if (!options) return;
  const end = startsProcesses ? endTogether() : (code: number) => process.exit(code);
  const fail = (error: unknown) => {
    console.error(error);
    end(1);
  };
  // Also what nobody waits for.
  process.once('uncaughtException', fail);
  await run(options).then(() => end(0), fail);
}

/**
 * From now on a signal ends this process as the returned function does: with all processes that are its own, and without what it and those wrote to
 * the folder of temporary files. After SIGKILL alone nobody cleans up.
 */
function endTogether(): (code: number) => void {
  const folder = mkdtempSync(join(tmpdir(), 'polymath-bench-'));
  process.env['TMPDIR'] = folder;
  const end = (code: number) => {
    // Behind the listeners that kill what was started: it would go on writing.
    process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => end(128 + constants.signals[signal]));
  return end;
}

function optionsOf<Declared extends Options>(
  description: Description<Declared>,
  args: readonly string[],
): ValuesOf<Declared> | undefined {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(helpOf(description));
    return undefined;
  }
  try {
    return readOptions(description.options, args);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`${message}\nSee npm run ${description.name} -- --help`);
    process.exitCode = 2;
    return undefined;
  }
}
