// npm run bench:low-rank -- [--rounds N]
// EVBMF and Tucker-2 (HOSVD and HOOI) of a 512x512x3x3 kernel in double precision, against NumPy and TensorLy: processes take
// turns, each side at its best number of threads, best times.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatLine } from './line.js';
import { pythonWith } from './python-packages.js';
import { takeTurns } from './take-turns.js';

/** What a process on either side prints. */
interface Measurement {
  /** The best of its runs. */
  milliseconds: number;
  ranks: [inputs: number, outputs: number];
  /** ‖K - K̂‖ / ‖K‖ */
  error: number;
}

const tolerance = 1e-3;

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '2' } },
});
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const python = pythonWith('tensorly-0.10.0', ['tensorly==0.10.0', 'numpy==2.3.4', 'scipy==1.16.3']);
const folder = mkdtempSync(join(tmpdir(), 'bench-low-rank-'));
const kernel = join(folder, 'kernel.safetensors');

try {
  const { ours, peer } = takeTurns(
    { ours: measureOurs, peer: measurePeer },
    Number(options.rounds),
  );
  const best = (list: Measurement[]) => Math.min(...list.map(({ milliseconds }) => milliseconds));
  const figures = { ours: best(ours), peer: best(peer), ratio: best(peer) / best(ours) };
  console.log(formatLine({ name: 'evbmf-hooi-512x512x3x3', ...figures, unit: 'ms' }));
  checkResults(ours[0]!, peer[0]!);
} finally {
  rmSync(folder, { recursive: true });
}

/** Both sides are only comparable if they find the same. */
function checkResults(ours: Measurement, peer: Measurement): void {
  const shown = ({ ranks, error }: Measurement) => `${ranks.join(' and ')}, ${error.toFixed(6)}`;
  console.error(`  ranks and relative error: ${shown(ours)} | ${shown(peer)}`);
  const sameRanks = ours.ranks.join() === peer.ranks.join();
  if (sameRanks && Math.abs(ours.error - peer.error) <= tolerance * peer.error) return;
  throw new Error('the ranks differ, or the errors by more than a thousandth');
}

function measureOurs(threads: number): Measurement {
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: `${threads}` };
  const program = [
    '--conditions=@polymath/source',
    '--import',
    'tsx',
    here('./low-rank/measure.ts'),
  ];
  return measurementOf(process.execPath, [...program, kernel], env);
}

function measurePeer(threads: number): Measurement {
  const limits = { OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` };
  const { command, env } = python;
  return measurementOf(command, [here('./peer/low_rank.py'), kernel], { ...env, ...limits });
}

function measurementOf(command: string, arguments_: string[], env: NodeJS.ProcessEnv): Measurement {
  // What a process says on standard error is in the error, if it fails.
  return JSON.parse(
    execFileSync(command, arguments_, { env, encoding: 'utf8', stdio: 'pipe' }),
  ) as Measurement;
}
