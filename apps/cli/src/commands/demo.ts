import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { JsonValue } from '@bufbuild/protobuf';
import { CompressionServiceService } from '@polymath/contracts/polymath/compression/v1/compression';
import { connect } from '@polymath/service-kit';
import { InvalidArgumentError, type Command } from 'commander';
import { areas } from '../areas.js';
import { clientsAt } from '../clients.js';
import { fullBudget, quickBudget, type DemoBudget } from '../demo/budget.js';
import { jobRunner } from '../demo/job-runner.js';
import { runDemo, type DemoResult } from '../demo/run-demo.js';
import { formatDuration } from '../output/format.js';
import { interruptible, type Shell } from '../shell.js';
import { startPlatform } from '../up/platform.js';
import { freePort } from '../up/ports.js';
import type { Registration } from './leaf.js';

interface DemoFlags {
  readonly address?: string;
  readonly seed: number;
  readonly epochs?: number;
  readonly generators?: number;
  readonly generatorEpochs?: number;
  readonly fineTuningEpochs?: number;
  readonly quick?: true;
  readonly out?: string;
  readonly json?: true;
}

/** Adds `polymath demo`. */
export function addDemoCommand(program: Command, { shell, finish }: Registration): void {
  const full = fullBudget;
  program
    .command('demo')
    .description('compress a classifier without its training data, and compare')
    .option('--seed <number>', 'of everything random', toCount, 1)
    .option('--epochs <number>', `passes of the teacher (${full.epochs})`, toCount)
    .option('--generators <number>', `how many (${full.generators})`, toCount)
    .option('--generator-epochs <number>', `of each (${full.generatorEpochs})`, toCount)
    .option('--fine-tuning-epochs <number>', `at most (${full.fineTuningEpochs})`, toCount)
    .option('--quick', 'a tiny budget: that it works, not how well')
    .option('--out <dir>', 'folder of the results; polymath-demo-<date-time> unless given')
    .option('--address <host:port>', 'use the compression service that runs there')
    .option('--json', 'print the results as a line of JSON, and nothing else')
    .action(async (flags: DemoFlags) => {
      await demo(shell, flags);
      finish(0);
    });
}

async function demo(shell: Shell, flags: DemoFlags): Promise<void> {
  const { terminal } = shell;
  const startMs = performance.now();
  const folder = resolve(flags.out ?? `polymath-demo-${stamp(new Date())}`);
  const say = flags.json ? terminal.note : terminal.print;
  const result = await interruptible(shell, (signal) =>
    withService(shell, { address: flags.address, signal, say }, async (address) => {
      const clients = clientsAt(address);
      const compression = connect(address, CompressionServiceService);
      const run = jobRunner({ clients, terminal, signal });
      const { seed } = flags;
      try {
        const parts = { clients, compression, terminal, signal, run, seed, folder, say };
        return await runDemo({ ...parts, budget: budgetOf(flags) });
      } finally {
        clients.close();
        compression.close();
      }
    }),
  );
  const took = formatDuration(performance.now() - startMs);
  if (flags.json) terminal.printJson(toJson(result, folder));
  say(`\nDone in ${took}. The results lie in ${folder}:\n  ${result.files.join('\n  ')}`);
}

interface ServicePlace {
  readonly address: string | undefined;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** Works with the service at an address, or with a platform of its own that leaves nothing behind. */
async function withService<Result>(
  { terminal, env }: Shell,
  { address, signal, say }: ServicePlace,
  work: (address: string) => Promise<Result>,
): Promise<Result> {
  if (address !== undefined) return work(address);
  const dataDir = mkdtempSync(join(tmpdir(), 'polymath-demo-'));
  try {
    say('Starting nats-server and the compression service');
    const port = await freePort();
    const adminPort = await freePort();
    const platform = await startPlatform({
      ...{ dataDir, natsPort: await freePort(), env: { ...env }, signal, say: terminal.note },
      areas: areas.filter(({ name }) => name === 'compression'),
      addressOf: () => `127.0.0.1:${port}`,
      adminAddressOf: () => `127.0.0.1:${adminPort}`,
    });
    try {
      for (const { engine } of platform.services) say(`  computes with ${engine}\n`);
      return await work(platform.services[0]!.address);
    } finally {
      // After an interrupt there is nothing to save: the folder goes.
      if (signal.aborted) platform.kill();
      else await platform.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function budgetOf(flags: DemoFlags): DemoBudget {
  const budget = flags.quick ? quickBudget : fullBudget;
  return {
    ...budget,
    epochs: flags.epochs ?? budget.epochs,
    generators: flags.generators ?? budget.generators,
    generatorEpochs: flags.generatorEpochs ?? budget.generatorEpochs,
    fineTuningEpochs: flags.fineTuningEpochs ?? budget.fineTuningEpochs,
  };
}

function toJson({ rows, ranks, onnxAccuracy, files }: DemoResult, folder: string): JsonValue {
  const table = rows.map(({ epoch, ...row }) => (epoch === undefined ? row : { ...row, epoch }));
  return { rows: table, ranks, onnxAccuracy, folder, files: [...files] };
}

/** E.g. `2031-05-17-142501`. */
function stamp(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
}

function toCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError('It must be a whole number of at least 1.');
}
