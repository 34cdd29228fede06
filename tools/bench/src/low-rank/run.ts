import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runsTypeScript } from '@polymath/testing';
import { outputOf } from '../command/child-output.js';
import { formatLine } from '../line.js';
import type { LowRankOptions } from '../low-rank.js';
import { pythonWith, type Python } from '../python-packages.js';
import { takeTurns } from '../take-turns.js';

/** What a process on either side prints. */
interface Measurement {
  /** The best of its runs. */
  milliseconds: number;
  ranks: [inputs: number, outputs: number];
  /** ‖K - K̂‖ / ‖K‖ */
  error: number;
}

const tolerance = 1e-3;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Prints the figure; throws when the sides do not find the same. */
export async function runLowRank({ rounds }: LowRankOptions): Promise<void> {
  const python = pythonWith('tensorly-0.10.0', [
    'tensorly==0.10.0',
    'numpy==2.3.4',
    'scipy==1.16.3',
  ]);
  const kernel = join(tmpdir(), 'kernel.safetensors');
  const { ours, peer } = await takeTurns(
    {
      ours: (threads) => measureOurs(kernel, threads),
      peer: (threads) => measurePeer(python, kernel, threads),
    },
    rounds,
  );
  const best = (list: Measurement[]) => Math.min(...list.map(({ milliseconds }) => milliseconds));
  const figures = { ours: best(ours), peer: best(peer), ratio: best(peer) / best(ours) };
  console.log(formatLine({ name: 'evbmf-hooi-512x512x3x3', ...figures, unit: 'ms' }));
  checkResults(ours[0]!, peer[0]!);
}

/** Both sides are only comparable if they find the same. */
function checkResults(ours: Measurement, peer: Measurement): void {
  const shown = ({ ranks, error }: Measurement) => `${ranks.join(' and ')}, ${error.toFixed(6)}`;
  console.error(`  ranks and relative error: ${shown(ours)} | ${shown(peer)}`);
  const sameRanks = ours.ranks.join() === peer.ranks.join();
  if (sameRanks && Math.abs(ours.error - peer.error) <= tolerance * peer.error) return;
  throw new Error('the ranks differ, or the errors by more than a thousandth');
}

async function measureOurs(kernel: string, threads: number): Promise<Measurement> {
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: `${threads}` };
  const program = [...runsTypeScript, here('./measure.ts'), kernel];
  return JSON.parse(await outputOf(process.execPath, program, env)) as Measurement;
}

async function measurePeer(
  { command, env }: Python,
  kernel: string,
  threads: number,
): Promise<Measurement> {
  const limits = { OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` };
  const program = [here('../peer/low_rank.py'), kernel];
  return JSON.parse(await outputOf(command, program, { ...env, ...limits })) as Measurement;
}
