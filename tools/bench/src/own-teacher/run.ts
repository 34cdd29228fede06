import { accuracyOf, type LabelledSource } from '@polymath/compression';
import { disposeNetwork } from '@polymath/tensor';
import { formatCheck, type Check } from '../ladder/check.js';
import { atLeast, learn } from '../ladder/generators.js';
import { part, readMnist } from '../mnist.js';
import type { OwnTeacherOptions } from '../own-teacher.js';
import { chooseRanks, decomposed } from './ranks.js';
import { tuneStudents, type Accuracies } from './students.js';
import { trainTeacher } from './teacher.js';

/** Prints each figure of each seed as a check. */
export async function runOwnTeacher(options: OwnTeacherOptions): Promise<void> {
  const images = { training: readMnist('train'), test: readMnist('t10k') };
  for (const seed of options.seeds) await measure(images, seed, options);
}

async function measure(
  { training, test }: Record<'training' | 'test', LabelledSource>,
  seed: number,
  options: OwnTeacherOptions,
): Promise<void> {
  const validation = part(training, 55_000, 5000);
  const teacher = await trainTeacher(
    { training: part(training, 0, 55_000), validation },
    { epochs: options.teacherEpochs, learningRate: options.teacherRate, seed },
  );
  const ranks = chooseRanks(teacher, validation);
  console.error(
    `seed ${seed}: ${ranks.name}, ${percent(ranks.accuracy)} % of the validation images`,
  );
  // One more than students learn from: it judges.
  const generators = options.generators + 1;
  const learnt = await learn(teacher, {
    generators,
    epochs: options.epochs,
    beta: options.beta,
    seed,
  });
  const untouched = decomposed(teacher, ranks);
  const accuracies = await tuneStudents({
    ...{ teacher, test, ranks, seed, real: training },
    generators: learnt.training.pairs.map(({ generator }) => generator),
    epochs: options.studentEpochs,
    learningRate: options.learningRate,
  });
  const all = {
    ...accuracies,
    tucker: accuracyOf(untouched, test),
    teacher: accuracyOf(teacher, test),
  };
  console.error(
    `  ${Object.entries(all)
      .map(([name, value]) => `${name} ${percent(value)}`)
      .join(', ')}`,
  );
  for (const check of checksOf(all)) console.log(`seed ${seed}\t${formatCheck(check)}`);
  learnt.training.dispose();
  for (const network of [teacher, untouched]) disposeNetwork(network);
}

function checksOf(all: Accuracies & { tucker: number; teacher: number }): Check[] {
  const points = (better: number, worse: number) => 100 * (better - worse);
  const gap = all.teacher - all.tucker;
  const kegNetChecks = (name: string, accuracy: number) => [
    atLeast(`13 ${name} over uniform noise, points`, points(accuracy, all.uniform), 5),
    atLeast(`13 ${name} over Gaussian noise, points`, points(accuracy, all.gaussian), 5),
    atLeast(`13 gap recovered by ${name}, %`, (100 * (accuracy - all.tucker)) / gap, 60),
    atLeast(`13 real images over ${name}, points`, points(all.real, accuracy), 0),
  ];
  return [
    atLeast('13 teacher, %', 100 * all.teacher, 98.5),
    atLeast('13 uniform noise over Tucker alone, points', points(all.uniform, all.tucker), 0),
    atLeast('13 Gaussian noise over Tucker alone, points', points(all.gaussian, all.tucker), 0),
    ...kegNetChecks('KegNet as published', all.kegNet),
    ...kegNetChecks('KegNet blended', all.kegNetBlended),
  ];
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}
