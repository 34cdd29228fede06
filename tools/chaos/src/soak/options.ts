import { parseArgs } from 'node:util';

/** What a soak is asked for. */
export interface SoakOptions {
  minutes: number;
  seed: number;
}

/** What `--help` prints. */
export const soakHelp = `npm run soak -- [--minutes M] [--seed S]

Runs one short real job a second on two services for a long time, with a random kill every 20 s, samples what every process
holds and what is stored, and checks at the end that nothing grows.

  --minutes M  how long (30)
  --seed S     which processes are killed, and in which order (1)
  --help       this text

The last line names the folder of the report. Exit code 0: every job succeeded and nothing grows; 1: not so; 2: it could not
be run.`;

/** Reads the command line; `help` when that is asked for. Throws an error that names what is wrong. */
export function readSoakOptions(args: readonly string[]): SoakOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  // The fit over the second half needs some samples.
  if (!(minutes >= 1 && minutes <= 100_000)) {
    throw new Error(`--minutes must be a number of at least 1, got "${values.minutes}"`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new Error(`--seed must be a whole number of at least 0, got "${values.seed}"`);
  }
  return { minutes, seed };
}
