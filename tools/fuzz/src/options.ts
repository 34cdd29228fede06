import { parseArgs } from 'node:util';

/** What the command is asked for. */
export interface FuzzOptions {
  seed: number;
  /** Of all RPCs together; each gets as many. */
  mutations: number;
  /** Part of the names of the RPCs, e.g. `JobService/` or `Distill`; empty: all. */
  rpc: string;
  /** One mutation alone, by its number. */
  only: number | undefined;
  /** Also what is no call: bytes on the ports, strangers on NATS and in the artifact store. */
  strangers: boolean;
}

/** What `--help` prints. */
export const help = `npm run fuzz -- [--seed N] [--mutations N] [--rpc PATTERN] [--only N] [--no-strangers]

Sends broken requests to every RPC of every service and holds the answers, the jobs and the processes against what is
promised for bad input; then bytes that are no calls, and garbage on NATS and in the artifact store.

  --seed N          of all mutations (1)
  --mutations N     of all RPCs together (6000)
  --rpc PATTERN     only RPCs whose name holds this text, e.g. JobService/ or /Distill
  --only N          one mutation of each of these RPCs, by its number, as a line of the report names it
  --no-strangers    calls alone
  --help            this text

Exit code 0: every promise held; 1: one was broken; 2: it could not be run.`;

/** Reads the command line; `help` when that is asked for. Throws an error that names what is wrong. */
export function readOptions(args: readonly string[]): FuzzOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      mutations: { type: 'string', default: '6000' },
      rpc: { type: 'string', default: '' },
      only: { type: 'string' },
      'no-strangers': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    seed: whole('seed', values.seed, 0),
    mutations: whole('mutations', values.mutations, 1),
    rpc: values.rpc,
    only: values.only === undefined ? undefined : whole('only', values.only, 0),
    strangers: !values['no-strangers'],
  };
}

function whole(name: string, text: string, least: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= least) return value;
  throw new Error(`--${name} must be a whole number of at least ${least}, got "${text}"`);
}
