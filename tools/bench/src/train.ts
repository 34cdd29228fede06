// npm run bench:train -- [--only NAME] [--rounds N] [--seconds S] [--profile]
// Training steps against PyTorch: processes take turns, each side at its best number of threads, best medians.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatLine } from './line.js';
import { pythonWith } from './python-packages.js';
import { takeTurns, threadCounts } from './take-turns.js';
import { comparedSteps, workloads, type WorkloadName } from './train/workloads.js';

/** What a process on either side prints. */
interface Measurement {
  /** The best median. */
  milliseconds: number;
  /** Of the first steps. */
  losses: number[];
}

const tolerance = 1e-3;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    profile: { type: 'boolean', default: false },
  },
});
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const python = pythonWith('torch-2.9.1', ['torch==2.9.1', 'numpy==2.3.4']);
const folder = mkdtempSync(join(tmpdir(), 'bench-train-'));
const inputs = join(folder, 'inputs.safetensors');

try {
  for (const name of chosen(options.only)) compare(name);
} finally {
  rmSync(folder, { recursive: true });
}

function chosen(only: string | undefined): WorkloadName[] {
  const names = Object.keys(workloads) as WorkloadName[];
  const found = names.filter((name) => only === undefined || only === name);
  if (found.length > 0) return found;
  throw new Error(`--only must be one of ${names.join(', ')}, got ${only}`);
}

function compare(name: WorkloadName): void {
  // One round is enough to compare the losses; the peer's slowest steps take a second each.
  const steps = (round: number) => (round === 0 ? comparedSteps : 1);
  const sides = {
    ours: (threads: number, round: number) => measureOurs(name, threads, steps(round)),
    peer: (threads: number, round: number) => measurePeer(name, threads, steps(round)),
  };
  const results = takeTurns(sides, Number(options.rounds));
  const best = (list: Measurement[]) => Math.min(...list.map(({ milliseconds }) => milliseconds));
  const [ours, peer] = [best(results.ours), best(results.peer)];
  console.log(formatLine({ name, ours, peer, ratio: peer / ours, unit: 'ms a step' }));
  if (options.profile) console.error(profile(name));
  checkLosses(name, results.ours[0]!.losses, results.peer[0]!.losses);
}

/** Both sides are only comparable if they compute the same. */
function checkLosses(name: string, ours: number[], peer: number[]): void {
  const [our, their] = [ours[comparedSteps - 1]!, peer[comparedSteps - 1]!];
  const error = Math.abs(our - their) / Math.abs(their);
  const both = `${our.toPrecision(6)} and ${their.toPrecision(6)}`;
  console.error(`  losses after ${comparedSteps} steps: ${both}, ${error.toExponential(1)} apart`);
  if (!(error <= tolerance))
    throw new Error(`${name}: the losses differ by more than ${tolerance}`);
}

function measureOurs(name: string, threads: number, steps: number): Measurement {
  const mode = ['measure', options.seconds, `${steps}`];
  return JSON.parse(runOurs(name, threads, mode)) as Measurement;
}

function profile(name: string): string {
  return runOurs(name, threadCounts.at(-1)!, ['profile']);
}

function runOurs(name: string, threads: number, mode: string[]): string {
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: `${threads}` };
  const program = ['--conditions=@polymath/source', '--import', 'tsx', here('./train/measure.ts')];
  return outputOf(process.execPath, [...program, name, inputs, ...mode], env);
}

function measurePeer(name: string, threads: number, steps: number): Measurement {
  const program = [here('./peer/train.py'), name, inputs, `${threads}`];
  const { command, env } = python;
  return JSON.parse(
    outputOf(command, [...program, options.seconds, `${steps}`], env),
  ) as Measurement;
}

// What a process says on standard error is in the error, if it fails.
function outputOf(command: string, arguments_: string[], env: NodeJS.ProcessEnv): string {
  return execFileSync(command, arguments_, { env, encoding: 'utf8', stdio: 'pipe' });
}
