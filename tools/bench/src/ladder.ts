// npm run bench:ladder -- [--seed N] [--data DIR]
// Items 14 to 17 of KegNet's acceptance on MNIST with the published teacher, in process: measured against bounds.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawPool } from '@polymath/compression';
import { importOnnx } from '@polymath/onnx';
import { formatCheck } from './ladder/check.js';
import { ablation, diagnostics, learn } from './ladder/generators.js';
import { earlyStopping, noiseSpaces } from './ladder/students.js';
import { readMnist } from './mnist.js';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '2019' },
    data: {
      type: 'string',
      default: fileURLToPath(new URL('../../../../shared/data', import.meta.url)),
    },
  },
});
const teacherFile = join(options.data, 'kegnet/lenet5-mnist.onnx');

if (existsSync(teacherFile)) await runLadder(Number(options.seed));
else
  console.error(`skipped: this benchmark needs the published teacher, ${teacherFile} (see --data)`);

async function runLadder(seed: number): Promise<void> {
  const print = (check: Parameters<typeof formatCheck>[0]) => console.log(formatCheck(check));
  const teacher = importOnnx(readFileSync(teacherFile));
  const test = readMnist('t10k');
  // Two teach, the third judges.
  const learnt = await learn(teacher, { generators: 3, epochs: 10, seed });
  diagnostics(learnt, teacher, seed).forEach(print);
  const generators = learnt.training.pairs.map(({ generator }) => generator);
  const draw = { samples: 6400, classes: 10, seed };
  const pool = drawPool(generators.slice(0, 2), draw);
  const judge = drawPool(generators.slice(2), draw);
  const parts = { teacher, test, pool, judge, seed };
  (await earlyStopping(parts)).forEach(print);
  (await noiseSpaces(parts)).forEach(print);
  (await ablation(teacher, seed)).forEach(print);
}
