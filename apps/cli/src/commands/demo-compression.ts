import { resolve } from 'node:path';
import type { JsonValue } from '@bufbuild/protobuf';
import { CompressionServiceService } from '@polymath/contracts/polymath/compression/v1/compression';
import { connect } from '@polymath/service-kit';
import type { Command } from 'commander';
import { clientsAt } from '../clients.js';
import { fullBudget, quickBudget, type DemoBudget } from '../demo/budget.js';
import { jobRunner } from '../demo/job-runner.js';
import { withService } from '../demo/own-platform.js';
import { runDemo, type DemoResult } from '../demo/run-demo.js';
import { formatDuration } from '../output/format.js';
import { interruptible, type Shell } from '../shell.js';
import { resultsFolder, toCount } from './number-flags.js';
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

/** Adds `polymath demo compression`, which is also `polymath demo`. */
export function addCompressionDemo(group: Command, { shell, finish }: Registration): void {
  const full = fullBudget;
  group
    .command('compression', { isDefault: true })
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
  const folder = resolve(flags.out ?? resultsFolder(new Date()));
  const say = flags.json ? terminal.note : terminal.print;
  const result = await interruptible(shell, (signal) =>
    withService(
      shell,
      { area: 'compression', address: flags.address, signal, say },
      async (address) => {
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
      },
    ),
  );
  const took = formatDuration(performance.now() - startMs);
  if (flags.json) terminal.printJson(toJson(result, folder));
  say(`\nDone in ${took}. The results lie in ${folder}:\n  ${result.files.join('\n  ')}`);
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
