// npm run bench:train -- [--only NAME] [--rounds N] [--seconds S] [--profile]
// Training steps against PyTorch: processes take turns, each side at its best number of threads, best medians.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatLine } from './line.js';
import { pythonWith } from './python-packages.js';
import { workloads } from './train/workloads.js';

interface Measurement {
  milliseconds: number;
  losses: number[];
}

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    profile: { type: 'boolean', default: false },
  },
});
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const python = pythonWith('torch-2.9.1', ['torch==2.9.1', 'numpy==2.3.4']);
const folder = mkdtempSync(join(tmpdir(), 'bench-train-'));
const inputs = join(folder, 'inputs.safetensors');
const threadCounts = cpus().length > 1 ? [1, 2] : [1];

try {
  for (const name of Object.keys(workloads)) {
    if (options.only === undefined || options.only === name) compare(name);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function compare(name: string): void {
  const ours: Measurement[] = [];
  const peers: Measurement[] = [];
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const threads of threadCounts) {
      ours.push(measureOurs(name, threads));
      peers.push(measurePeer(name, threads));
    }
  }
  const best = (list: Measurement[]) => Math.min(...list.map(({ milliseconds }) => milliseconds));
  const [our, peer] = [best(ours), best(peers)];
  console.log(formatLine({ name, ours: our, peer, ratio: peer / our, unit: 'ms a step' }));
  console.error(`  losses after 50 steps: ${lastLoss(ours)} and ${lastLoss(peers)}`);
  if (options.profile) console.error(profileOurs(name));
}

const lastLoss = (list: Measurement[]) => list[0]?.losses.at(-1)?.toPrecision(6);

const node = ['--conditions=@polymath/source', '--import', 'tsx', here('./train/measure.ts')];

function measureOurs(name: string, threads: number): Measurement {
  return JSON.parse(runOurs(name, threads)) as Measurement;
}

function profileOurs(name: string): string {
  return runOurs(name, threadCounts.at(-1) ?? 1, 'profile')
    .split('\n')
    .slice(1)
    .join('\n');
}

function runOurs(name: string, threads: number, ...more: string[]): string {
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: `${threads}` };
  const arguments_ = [...node, name, inputs, options.seconds, ...more];
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  return execFileSync(process.execPath, arguments_, { env, stdio: [...stdio], encoding: 'utf8' });
}

function measurePeer(name: string, threads: number): Measurement {
  const arguments_ = [here('./peer/train.py'), name, inputs, `${threads}`, options.seconds];
  const { command, env } = python;
  return JSON.parse(execFileSync(command, arguments_, { env, encoding: 'utf8' })) as Measurement;
}
