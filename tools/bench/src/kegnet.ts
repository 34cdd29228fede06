// npm run bench:kegnet -- [--rows tucker|all] [--seed N] [--generators N] [--epochs N] [--student-epochs N] [--patience N]
// The published table of MNIST students beside ours, through the service: published | ours.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { uploadFile } from '@polymath/artifacts';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { startPlatform, type Platform } from '@polymath/e2e';
import { formatLine } from './line.js';
import {
  published,
  publishedParameters,
  publishedTeacher,
  type RowName,
} from './kegnet/published.js';
import { compress, extract, testImages } from './kegnet/service.js';
import { fineTuningOf, students } from './kegnet/students.js';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: 'all' },
    seed: { type: 'string', default: '2019' },
    generators: { type: 'string', default: '5' },
    epochs: { type: 'string', default: '40' },
    'student-epochs': { type: 'string', default: '20' },
    patience: { type: 'string', default: '5' },
    data: {
      type: 'string',
      default: fileURLToPath(new URL('../../../../shared/data', import.meta.url)),
    },
  },
});
const seed = BigInt(options.seed);
const teacherFile = join(options.data, 'kegnet/lenet5-mnist.onnx');

if (!existsSync(teacherFile)) {
  console.error(`skipped: this benchmark needs the published teacher, ${teacherFile} (see --data)`);
} else {
  const platform = await startPlatform();
  try {
    await compareRows(platform);
  } finally {
    await platform.close();
  }
}

async function compareRows(platform: Platform): Promise<void> {
  const teacher = await uploadFile(platform.artifacts, teacherFile);
  const rows: RowName[] = ['Tucker only'];
  if (options.rows === 'all') rows.push('+ uniform noise', '+ Gaussian noise', '+ KegNet');
  const generators = options.rows === 'all' ? await learnGenerators(platform, teacher) : teacher;
  const test = await testImages(platform);
  for (const row of rows) {
    const fineTuning = fineTuningOf(row, {
      generators,
      epochs: Number(options['student-epochs']),
      patience: Number(options.patience),
    });
    for (const [i, layers] of students.entries()) {
      const title = `student ${i + 1}, ${row}`;
      const settings = { teacher, layers: [...layers], fineTuning, test, seed };
      const metrics = await compress(platform, title, settings);
      if (row === 'Tucker only') printDeterministic(i, metrics);
      print(`${title}, accuracy`, percent(metrics['accuracy']), published[row][i]!);
      if (fineTuning) console.error(`  epoch ${metrics['bestEpoch']}, by held-out divergence`);
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

async function learnGenerators(platform: Platform, teacher: Artifact): Promise<Artifact> {
  const [generators, epochs] = [Number(options.generators), Number(options.epochs)];
  console.error(
    [
      `budget: ${generators} generators of ${epochs} epochs of 100 batches of 256 (published: 5 of 200);`,
      `students: at most ${options['student-epochs']} epochs (published: 400, noise 1,000), seed ${seed};`,
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
