import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runsTypeScript } from '@polymath/testing';
import { outputOf } from '../command/child-output.js';
import { formatLine } from '../line.js';
import { pythonWith, type Python } from '../python-packages.js';
import { takeTurns, threadCounts } from '../take-turns.js';
import type { TrainOptions } from '../train.js';
import type { WorkloadName } from './names.js';
import { comparedSteps } from './workloads.js';

/** What a process on either side prints. */
interface Measurement {
  /** The best median. */
  milliseconds: number;
  /** Of the first steps. */
  losses: number[];
}

const tolerance = 1e-3;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** What ours writes and the peer reads. */
const inputs = () => join(tmpdir(), 'inputs.safetensors');

/** Prints a line for each workload; throws when the losses of both sides differ. */
export async function runTrain(options: TrainOptions): Promise<void> {
  const python = pythonWith('torch-2.9.1', ['torch==2.9.1', 'numpy==2.3.4']);
  for (const name of options.only) await compare(name, python, options);
}

async function compare(
  name: WorkloadName,
  python: Python,
  { rounds, seconds, profile }: TrainOptions,
): Promise<void> {
  // One round is enough to compare the losses; the peer's slowest steps take a second each.
  const mode = (round: number) => [`${seconds}`, `${round === 0 ? comparedSteps : 1}`];
  const results = await takeTurns(
    {
      ours: (threads, round) => measureOurs(name, threads, mode(round)),
      peer: (threads, round) => measurePeer(python, name, threads, mode(round)),
    },
    rounds,
  );
  const best = (list: Measurement[]) => Math.min(...list.map(({ milliseconds }) => milliseconds));
  const [ours, peer] = [best(results.ours), best(results.peer)];
  console.log(formatLine({ name, ours, peer, ratio: peer / ours, unit: 'ms a step' }));
  if (profile) console.error(await runOurs(name, threadCounts.at(-1)!, ['profile']));
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

async function measureOurs(name: string, threads: number, mode: string[]): Promise<Measurement> {
  return JSON.parse(await runOurs(name, threads, ['measure', ...mode])) as Measurement;
}

function runOurs(name: string, threads: number, mode: string[]): Promise<string> {
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: `${threads}` };
  const program = [...runsTypeScript, here('./measure.ts'), name, inputs(), ...mode];
  return outputOf(process.execPath, program, env);
}

async function measurePeer(
  { command, env }: Python,
  name: string,
  threads: number,
  mode: string[],
): Promise<Measurement> {
  const program = [here('../peer/train.py'), name, inputs(), `${threads}`, ...mode];
  return JSON.parse(await outputOf(command, program, env)) as Measurement;
}
