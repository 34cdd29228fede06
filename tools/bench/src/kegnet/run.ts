import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { uploadFile } from '@polymath/artifacts';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { startPlatform, type Platform } from '@polymath/e2e';
import type { KegNetOptions } from '../kegnet.js';
import { formatLine } from '../line.js';
import { published, publishedParameters, publishedTeacher, type RowName } from './published.js';
import { compress, extract, testImages } from './service.js';
import { fineTuningOf, students } from './students.js';

/** Prints the table, a line a figure. */
export async function runKegNet(options: KegNetOptions): Promise<void> {
  const teacherFile = join(options.data, 'kegnet/lenet5-mnist.onnx');
  if (!existsSync(teacherFile)) {
    console.error(
      `skipped: this benchmark needs the published teacher, ${teacherFile} (see --data)`,
    );
    return;
  }
  const platform = await startPlatform();
  try {
    const teacher = await uploadFile(platform.artifacts, teacherFile);
    await compareRows({ platform, teacher, options, seed: BigInt(options.seed) });
  } finally {
    await platform.close();
  }
}

const rowsOf: Record<KegNetOptions['rows'], readonly RowName[]> = {
  all: Object.keys(published) as RowName[],
  tucker: ['Tucker only'],
  blended: ['Tucker only', '+ KegNet, blended'],
};

interface Comparison {
  platform: Platform;
  teacher: Artifact;
  options: KegNetOptions;
  seed: bigint;
}

async function compareRows(comparison: Comparison): Promise<void> {
  const { platform, teacher, options, seed } = comparison;
  const rows = rowsOf[options.rows];
  const generators = rows.length > 1 ? await learnGenerators(comparison) : teacher;
  const test = await testImages(platform);
  for (const row of rows) {
    const fineTuning = fineTuningOf(row, {
      generators,
      epochs: options.studentEpochs,
      patience: options.patience,
    });
    for (const [i, layers] of students.entries()) {
      const title = `student ${i + 1}, ${row}`;
      const settings = { teacher, layers: [...layers], fineTuning, test, seed };
      const metrics = await compress(platform, title, settings);
      if (row === 'Tucker only') printDeterministic(i, metrics);
      print(`${title}, accuracy`, percent(metrics['accuracy']), published[row][i]!);
      const isJudged = fineTuning && !fineTuning.blended;
      if (isJudged) console.error(`  epoch ${metrics['bestEpoch']}, by held-out divergence`);
    }
  }
}

function printDeterministic(student: number, metrics: Record<string, number>): void {
  if (student === 0) {
    print('teacher, accuracy', percent(metrics['teacherAccuracy']), publishedTeacher);
    print('teacher, parameters', metrics['teacherParameters'] ?? 0, publishedParameters[0], '');
  }
  const expected = publishedParameters[student + 1]!;
  print(`student ${student + 1}, parameters`, metrics['parameters'] ?? 0, expected, '');
}

async function learnGenerators(comparison: Comparison): Promise<Artifact> {
  const { platform, teacher, seed } = comparison;
  const { generators, epochs, studentEpochs } = comparison.options;
  console.error(
    [
      `budget: ${generators} generators of ${epochs} epochs of 100 batches of 256 (published: 5 of 200);`,
      `students: at most ${studentEpochs} epochs (published: 400, noise 1,000), seed ${seed};`,
      'ranks by EVBMF, student 3 with fixed ranks for conv3; the epoch by divergence from the teacher',
      'on held-out inputs of another kind; the test images choose nothing',
    ].join('\n'),
  );
  const extracted = await extract(platform, { teacher, generators, epochs, seed });
  console.error('generators:', JSON.stringify(extracted.metrics));
  return extracted.generators;
}

function print(name: string, ours: number, peer: number, unit = '%'): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  console.log(formatLine({ name, ours, peer, ratio: ours / peer, unit }));
}

function percent(share = NaN): number {
  return share * 100;
}
