// npm run bench:distill -- [--seeds 1,2,3] [--passes 20] [--teacher-passes 40] [--methods "KD,AT"] [--data FOLDER]
// Distillation on CIFAR-10's subset of 4,000 training images: a CNN teaches one of half its widths by each method, and each student is
// compared with the one of the same seed that learned from labels alone. 1,000 test images: a difference below 1.4 points is noise.
import { parseArgs } from 'node:util';
import { smallCnn } from '@polymath/compression';
import { countParameters, createNetwork, disposeNetwork, randomStream } from '@polymath/tensor';
import { crops, plain, readCifar10 } from './distill/cifar10.js';
import { methods } from './distill/methods.js';
import { learn, type Data } from './distill/students.js';
import { pairedDifferences, table } from './paired-table.js';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    passes: { type: 'string', default: '20' },
    'teacher-passes': { type: 'string', default: '40' },
    methods: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
  },
});
/** Passes over the images in what the loop calls an epoch. */
const variants = 4;
const seeds = options.seeds.split(',').map(Number);
const chosen = methods.filter(
  ({ name }, i) => i === 0 || (options.methods?.split(',').includes(name) ?? true),
);

const images = readCifar10(options.data, 'train_4000.bin.gz');
const test = plain(readCifar10(options.data, 'test_1000.bin.gz'));
const data = (seed: number): Data => ({ training: crops(images, variants, seed), test });
const epochs = (passes: string) => Math.round(Number(passes) / variants);

const [alone] = methods as [(typeof methods)[number]];
const teacher = await learn(smallCnn({ widths: [32, 64, 128] }), alone, data(0), {
  epochs: epochs(options['teacher-passes']),
  seed: 0,
});
const { student: network } = teacher.training;
const graph = smallCnn();
console.log(
  `teacher CNN, ${countParameters(network)} parameters, ${options['teacher-passes']} passes: ` +
    `${(100 * teacher.accuracy).toFixed(1)} % (${teacher.seconds.toFixed(0)} s)`,
);

const runs = new Map<string, number[]>(chosen.map(({ name }) => [name, []]));
const small = createNetwork(graph, randomStream(0, 'weights'));
console.log(
  `students CNNs of half its widths, ${countParameters(small)} parameters, ${options.passes} passes`,
);
disposeNetwork(small);
for (const seed of seeds) {
  for (const method of chosen) {
    const learned = await learn(
      graph,
      method,
      { ...data(seed), teacher: network },
      {
        epochs: epochs(options.passes),
        seed,
      },
    );
    runs.get(method.name)?.push(100 * learned.accuracy);
    learned.training.dispose();
    const [accuracy, seconds] = [(100 * learned.accuracy).toFixed(1), learned.seconds.toFixed(0)];
    console.log(`seed ${seed}\t${method.name}\t${accuracy} %\t${seconds} s`);
  }
}
teacher.training.dispose();
console.log(table(seeds, pairedDifferences(runs), 'against alone, points'));
