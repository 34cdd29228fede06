import { PolymathError } from '@polymath/errors';
import { z } from 'zod';
import { table } from '../../output/table.js';

const reportFile = z.object({
  results: z.array(
    z.object({
      protocol: z.string(),
      leaks: z.string(),
      method: z.string(),
      accuracy: z.number(),
      trainingWindows: z.number(),
      testWindows: z.number(),
    }),
  ),
});

/** One measurement of a method on one split, as `report.json` of a training says it. */
export type SplitResult = z.infer<typeof reportFile>['results'][number];

/** Reads `report.json` of a training. @throws corrupt-data when it is none */
export function readResults(json: string): SplitResult[] {
  try {
    return reportFile.parse(JSON.parse(json)).results;
  } catch (cause) {
    throw new PolymathError('corrupt-data', 'report.json: expected the report of a training', { cause }); // prettier-ignore
  }
}

/** Accuracies on one protocol, each the mean over its splits, 0 to 1. */
export interface ProtocolRow {
  readonly protocol: string;
  readonly splits: number;
  /** What the test windows share with those that taught. */
  readonly leaks: string;
  readonly accuracies: Readonly<Record<string, number>>;
}

/** What is compared, in this order. */
export const methods = ['NSAE-LCN', 'SAE-LCN', 'SPEC', 'STAT'] as const;

/** One row a protocol; splits that calibrated a diagnoser are none. @param sae of the other training, which measured the baselines again */
export function protocolRows(
  nsae: readonly SplitResult[],
  sae: readonly SplitResult[],
): ProtocolRow[] {
  const all = [...nsae, ...sae.filter(({ method }) => method === 'SAE-LCN')];
  const judged = all.filter(({ protocol }) => protocol !== 'diagnoser');
  return [...new Set(judged.map(({ protocol }) => protocol))].map((protocol) => {
    const own = judged.filter((each) => each.protocol === protocol);
    const accuracies = methods.map((name): [string, number] => {
      const found = own.filter(({ method }) => method === name);
      return [name, found.reduce((sum, { accuracy }) => sum + accuracy, 0) / found.length];
    });
    const splits = own.filter(({ method }) => method === methods[0]).length;
    return { protocol, splits, leaks: own[0]!.leaks, accuracies: Object.fromEntries(accuracies) };
  });
}

/** The comparison, and below it what each protocol gives away. */
export function comparisonTable(rows: readonly ProtocolRow[]): string {
  const cells = rows.map(({ protocol, splits, accuracies }) => [
    ...[protocol, splits],
    ...methods.map((method) => `${(100 * accuracies[method]!).toFixed(1)} %`),
  ]);
  return [
    table(['protocol', 'splits', ...methods], cells),
    '',
    'SPEC (an averaged spectrum) and STAT (fifteen statistics), with the same',
    'recogniser, are what any method must beat. What each protocol gives away:',
    ...rows.map(({ protocol, leaks }) => wrapped(`${protocol}: ${leaks}`)),
  ].join('\n');
}

/** Lines of at most 80 characters, all but the first further in. */
function wrapped(text: string): string {
  return text.replace(/(.{1,76})( |$)/g, '\n    $1').replace('\n    ', '  ');
}
