import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawPool } from '@polymath/compression';
import { importOnnx } from '@polymath/onnx';
import type { LadderOptions } from '../ladder.js';
import { readMnist } from '../mnist.js';
import { formatCheck } from './check.js';
import { ablation, diagnostics, learn } from './generators.js';
import { earlyStopping, noiseSpaces } from './students.js';

/** Prints each figure as a check. */
export async function runLadder({ data, seed }: LadderOptions): Promise<void> {
  const file = join(data, 'kegnet/lenet5-mnist.onnx');
  if (!existsSync(file)) {
    console.error(`skipped: this benchmark needs the published teacher, ${file} (see --data)`);
    return;
  }
  const print = (check: Parameters<typeof formatCheck>[0]) => console.log(formatCheck(check));
  const teacher = importOnnx(readFileSync(file));
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
