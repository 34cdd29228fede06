import { resolve } from 'node:path';
import type { JsonValue } from '@bufbuild/protobuf';
import { DiagnosisServiceService } from '@polymath/contracts/polymath/diagnosis/v1/diagnosis';
import { connect } from '@polymath/service-kit';
import type { Command } from 'commander';
import { clientsAt } from '../clients.js';
import { fullBudget, quickBudget } from '../demo/diagnosis/budget.js';
import { runDiagnosisDemo, type DiagnosisDemoResult } from '../demo/diagnosis/run-demo.js';
import { jobRunner } from '../demo/job-runner.js';
import { withService } from '../demo/own-platform.js';
import { formatDuration } from '../output/format.js';
import { interruptible, type Shell } from '../shell.js';
import { resultsFolder, toCount, toPace } from './number-flags.js';
import type { Registration } from './leaf.js';

interface DiagnosisDemoFlags {
  readonly address?: string;
  readonly seed: number;
  readonly pace: number;
  readonly quick?: true;
  readonly out?: string;
  readonly json?: true;
}

/** Adds `polymath demo diagnosis`. */
export function addDiagnosisDemo(group: Command, { shell, finish }: Registration): void {
  group
    .command('diagnosis')
    .description('find a fault of a simulated machine while it grows from nothing')
    .option('--seed <number>', 'of everything random', toCount, 1)
    .option('--pace <number>', '1: real time, 4: four times as fast, 0: at once', toPace, 4)
    .option('--quick', 'a tiny budget: that it works, not how well')
    .option('--out <dir>', 'folder of the results; polymath-demo-<date-time> unless given')
    .option('--address <host:port>', 'use the diagnosis service that runs there')
    .option('--json', 'print the results as a line of JSON, and nothing else')
    .action(async (flags: DiagnosisDemoFlags) => {
      await demo(shell, flags);
      finish(0);
    });
}

async function demo(shell: Shell, flags: DiagnosisDemoFlags): Promise<void> {
  const { terminal } = shell;
  const startMs = performance.now();
  const folder = resolve(flags.out ?? resultsFolder(new Date()));
  const say = flags.json ? terminal.note : terminal.print;
  const { address, seed, pace, quick } = flags;
  const budget = quick ? quickBudget : fullBudget;
  const result = await interruptible(shell, (signal) =>
    withService(shell, { area: 'diagnosis', address, signal, say }, async (found) => {
      const clients = clientsAt(found);
      const diagnosis = connect(found, DiagnosisServiceService);
      const run = jobRunner({ clients, terminal, signal }, { brief: true });
      try {
        const parts = { clients, diagnosis, terminal, signal, run, seed, pace, folder, say };
        return await runDiagnosisDemo({ ...parts, budget });
      } finally {
        clients.close();
        diagnosis.close();
      }
    }),
  );
  const took = formatDuration(performance.now() - startMs);
  if (flags.json) terminal.printJson(toJson(result, folder));
  say(`\nDone in ${took}. The results lie in ${folder}:\n  ${result.files.join('\n  ')}`);
}

function toJson({ rows, signs, files }: DiagnosisDemoResult, folder: string): JsonValue {
  const spoken = signs.map(({ atSeconds, ...sign }) => ({ ...sign, atSeconds: atSeconds ?? null }));
  return { rows: rows.map((row) => ({ ...row })), signs: spoken, folder, files: [...files] };
}
