import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { helpOf, type Description } from './help.js';
import { readOptions, type Options, type ValuesOf } from './read-options.js';

/**
 * Is a bench from its command line to its end. Answers `--help`; a command line that is none ends it with one message and code 2, an error with
 * code 1. However it ends, signals included, what it started ends with it (`ownProcess`), and what it and those wrote to the folder of temporary
 * files is removed. After SIGKILL alone nobody cleans up.
 * @param run imports what computes, so that help and refusals need not wait for that
 */
export async function runBench<Declared extends Options>(
  description: Description<Declared>,
  run: (options: ValuesOf<Declared>) => Promise<void>,
): Promise<void> {
  const options = optionsOf(description, process.argv.slice(2));
  if (!options) return;
  const folder = mkdtempSync(join(tmpdir(), 'polymath-bench-'));
  process.env['TMPDIR'] = folder;
  const end = (code: number) => {
    // Behind the listeners that kill what was started: it would go on writing.
    process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => end(128 + constants.signals[signal]));
  const fail = (error: unknown) => {
    console.error(error);
    end(1);
  };
  // Also what nobody waits for.
  process.once('uncaughtException', fail);
  await run(options).then(() => end(0), fail);
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
