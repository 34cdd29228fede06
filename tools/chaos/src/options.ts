import { parseArgs } from 'node:util';

/** What the command is asked for. */
export interface ChaosOptions {
  runs: number;
  /** Of the first run; each further run takes the next one. */
  seed: number;
  /** Three nats-servers instead of one. */
  cluster: boolean;
}

/** What `--help` prints. */
export const help = `npm run chaos -- [--runs N] [--seed S] [--cluster]

Runs 30 short real jobs on several services while services, engine processes and nats-server are killed, frozen and cut
off at random times, then checks the events, the records and the outputs against an undisturbed run.

  --runs N     how many runs (1)
  --seed S     of the first run; each further run takes the next one, and a seed replays its run (1)
  --cluster    a JetStream cluster of three servers, whose leaders are killed, instead of one server
  --help       this text

A run takes about a minute on two cores.

Exit code 0: every promise held in every run; 1: a promise was broken, or a run hit too few running jobs to count;
2: it could not be run.`;

/** Reads the command line; `help` when that is asked for. Throws an error that names what is wrong. */
export function readOptions(args: readonly string[]): ChaosOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      cluster: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { runs, seed, cluster } = values;
  return { runs: whole('runs', runs, 1), seed: whole('seed', seed, 0), cluster };
}

function whole(name: string, text: string, least: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= least) return value;
  throw new Error(`--${name} must be a whole number of at least ${least}, got "${text}"`);
}
