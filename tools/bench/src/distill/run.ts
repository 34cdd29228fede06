import { smallCnn } from '@polymath/compression';
import { countParameters, createNetwork, disposeNetwork, randomStream } from '@polymath/tensor';
import type { DistillOptions } from '../distill.js';
import { pairedDifferences, table } from '../paired-table.js';
import { crops, plain, readCifar10 } from './cifar10.js';
import { methods } from './methods.js';
import { learn, type Data } from './students.js';

/** Passes over the images in what the loop calls an epoch. */
const variants = 4;
const epochs = (passes: number) => Math.max(1, Math.round(passes / variants));

/** Prints every run, then all of them as a table. */
export async function runDistill(options: DistillOptions): Promise<void> {
  const chosen = methods.filter(({ name }, i) => i === 0 || options.methods.includes(name));
  const images = readCifar10(options.data, 'train_4000.bin.gz');
  const test = plain(readCifar10(options.data, 'test_1000.bin.gz'));
  const data = (seed: number): Data => ({ training: crops(images, variants, seed), test });

  const [alone] = methods as [(typeof methods)[number]];
  const teacher = await learn(smallCnn({ widths: [32, 64, 128] }), alone, data(0), {
    epochs: epochs(options.teacherPasses),
    seed: 0,
  });
  const { student: network } = teacher.training;
  console.log(
    `teacher CNN, ${countParameters(network)} parameters, ${options.teacherPasses} passes: ` +
      `${(100 * teacher.accuracy).toFixed(1)} % (${teacher.seconds.toFixed(0)} s)`,
  );

  const runs = new Map<string, number[]>(chosen.map(({ name }) => [name, []]));
  const graph = smallCnn();
  const small = createNetwork(graph, randomStream(0, 'weights'));
  console.log(
    `students CNNs of half its widths, ${countParameters(small)} parameters, ${options.passes} passes`,
  );
  disposeNetwork(small);
  const length = epochs(options.passes);
  for (const seed of options.seeds) {
    for (const method of chosen) {
      const learned = await learn(
        graph,
        method,
        { ...data(seed), teacher: network },
        { epochs: length, seed },
      );
      runs.get(method.name)?.push(100 * learned.accuracy);
      learned.training.dispose();
      const [accuracy, seconds] = [(100 * learned.accuracy).toFixed(1), learned.seconds.toFixed(0)];
      console.log(`seed ${seed}\t${method.name}\t${accuracy} %\t${seconds} s`);
    }
  }
  teacher.training.dispose();
  console.log(table(options.seeds, pairedDifferences(runs), 'against alone, points'));
}
