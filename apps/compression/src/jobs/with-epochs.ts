import { writeFileSync } from 'node:fs';
import type { JobFiles } from '@polymath/engine-host';
import { loadParts, saveParts, type Json, type Report, type Training } from '@polymath/tensor';

/** One epoch of a training: the mean of each metric over its steps. */
export interface EpochRow {
  phase: string;
  /** From 1, within its phase. */
  epoch: number;
  metrics: Record<string, number>;
}

/** A training that keeps a table of its epochs. */
export interface EpochTraining extends Training {
  readonly epochs: readonly EpochRow[];
}

interface Sums {
  [metric: string]: { sum: number; count: number };
}

/**
 * The same training, which keeps a table of its epochs, through checkpoints too. Its reports say the epoch, and go on to say how the
 * last epoch was judged.
 * @param epochsOf number of epochs by phase
 */
export function withEpochs(
  training: Training,
  epochsOf: Readonly<Record<string, number>>,
): EpochTraining {
  let rows: EpochRow[] = [];
  let sums: Sums = {};

  const tell = (report: Report): Report => {
    const { phase, step, steps, metrics } = report;
    const stepsPerEpoch = steps / (epochsOf[phase] ?? 1);
    const epoch = Math.ceil(step / stepsPerEpoch);
    add(sums, metrics);
    if (step % stepsPerEpoch === 0) {
      rows.push({ phase, epoch, metrics: meansOf(sums) });
      sums = {};
    }
    return { ...report, metrics: { ...judgement(rows.at(-1)), ...metrics, epoch } };
  };

  return {
    get epochs() {
      return rows;
    },
    run: async function* (signal) {
      for await (const report of training.run(signal)) yield tell(report);
    },
    save: () => saveParts({ training }, structuredClone({ rows, sums }) as unknown as Json),
    load: (snapshot) => {
      ({ rows, sums } = structuredClone(loadParts({ training }, snapshot)) as unknown as {
        rows: EpochRow[];
        sums: Sums;
      });
    },
    dispose: () => training.dispose(),
  };
}

/** Writes the table of epochs as an output of a job. */
export function writeEpochs(files: JobFiles, epochs: readonly EpochRow[]): void {
  const path = files.output('epochs.json', 'application/json');
  writeFileSync(path, `${JSON.stringify(epochs, undefined, 2)}\n`);
}

function add(sums: Sums, metrics: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(metrics)) {
    const { sum, count } = sums[name] ?? { sum: 0, count: 0 };
    sums[name] = { sum: sum + value, count: count + 1 };
  }
}

const meansOf = (sums: Sums): Record<string, number> =>
  Object.fromEntries(Object.entries(sums).map(([name, { sum, count }]) => [name, sum / count]));

const judgement = (row: EpochRow | undefined): Record<string, number> =>
  Object.fromEntries(
    Object.entries(row?.metrics ?? {}).filter(([name]) => name.startsWith('validation')),
  );
