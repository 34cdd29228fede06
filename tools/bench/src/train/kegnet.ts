import {
  decoderGraph,
  generatorGraph,
  generatorInput,
  generatorLoss,
  lenet5,
  oneHotRows,
} from '@polymath/compression';
import {
  adam,
  createNetwork,
  forward,
  gradients,
  numberOf,
  randomStream,
  tidy,
} from '@polymath/tensor';
import { exported, exportedParameters } from './inputs.js';
import { batches, type Workload } from './workload.js';

const batchSize = 256;
const noise = 10;
const classes = 10;
const image = [32, 32, 1];

/** A step of KegNet's generator and decoder on MNIST's sizes at batch 256, with and without the diversity loss. */
export function kegnetWorkload(beta: number): Workload {
  const random = randomStream(1, 'bench');
  const teacher = createNetwork(lenet5(), random.child('teacher'));
  const generator = createNetwork(
    generatorGraph({ noise, classes, output: image }),
    random.child('generator'),
  );
  const decoder = createNetwork(
    decoderGraph({ input: image, noise, hiddenLayers: 1 }),
    random.child('decoder'),
  );
  const z = Array.from({ length: batches }, (_, i) =>
    random.child(`noise ${i}`).normal([batchSize, noise]),
  );
  const y = oneHotRows(
    Int32Array.from({ length: batchSize }, (_, i) => i % classes),
    classes,
  );
  const parameters = new Map([
    ...prefixed('generator.', generator.parameters),
    ...prefixed('decoder.', decoder.parameters),
  ]);
  const optimizer = adam(parameters, { learningRate: 1e-3 });
  return {
    inputs: new Map([
      ...exportedParameters(teacher.parameters, 'teacher.'),
      ...exportedParameters(parameters),
      ...z.map((batch, i) => [`noise.${i}`, exported(batch)] as const),
    ]),
    step: (i) =>
      tidy(() => {
        const batch = z[i % batches]!;
        const inputs = forward(generator, generatorInput(batch, y), { mode: 'training' });
        const logits = forward(teacher, inputs, { mode: 'batch-statistics' });
        const decoded = forward(decoder, inputs, { mode: 'training' });
        const generated = { classes: y, noise: batch, inputs, logits, decoded };
        const { total } = generatorLoss(generated, { alpha: 1, beta });
        optimizer.apply(gradients(total, parameters));
        return numberOf(total);
      }),
  };
}

const prefixed = <Value>(prefix: string, entries: ReadonlyMap<string, Value>) =>
  [...entries].map(([name, value]) => [prefix + name, value] as const);
