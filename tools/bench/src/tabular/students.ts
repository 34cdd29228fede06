import {
  accuracyOf,
  blendedInputs,
  blendedLearningRate,
  decompose,
  drawPool,
  fineTune,
  fineTuningDefaults,
  kegNetDefaults,
  noiseSource,
  trainGenerators,
  type InputSource,
  type LayerDecomposition,
} from '@polymath/compression';
import { disposeNetwork, outputShape, type Network, type Training } from '@polymath/tensor';
import type { SplitTable } from './split.js';

/** How much is spent; every student takes the same number of steps. */
export interface Budget {
  generators: number;
  /** Whether noise has as many rows as all generators make together; else as many as one, as in the paper. */
  equalRows: boolean;
  generatorEpochs: number;
  samples: number;
  epochs: number;
  rank: number;
  seed: number;
}

/** Test accuracy of each kind of student, 0 to 1. */
export type Row = 'svd only' | 'uniform' | 'gaussian' | 'kegnet' | 'kegnet blended';

/** The published ranks: every dimension of `width` units gets the rank, every other keeps its full one. */
export function publishedRanks(
  { graph }: Network,
  width: number,
  rank: number,
): LayerDecomposition[] {
  return graph.layers.flatMap((layer) => {
    if (layer.op !== 'dense') return [];
    const of = (size: number) => (size === width ? rank : Math.min(size, layer.in, layer.out));
    const ranks = { rule: 'fixed', in: of(layer.in), out: of(layer.out), twoSided: true } as const;
    return [{ layer: layer.name, ranks }];
  });
}

/** A student from each source, its epoch chosen by accuracy on the validation rows, as the paper does. */
export async function students(
  teacher: Network,
  data: SplitTable,
  budget: Budget,
): Promise<Record<Row, number>> {
  const { samples, seed } = budget;
  const shape = teacher.graph.input.shape;
  const { equalRows, generators } = budget;
  const rows = equalRows ? samples * generators : samples;
  const noise = (kind: 'uniform' | 'gaussian') =>
    noiseSource(kind, { samples: rows, shape, seed, name: 'inputs' });
  const student = (inputs?: InputSource, learningRate = 1e-4) =>
    accuracyAfter(teacher, data, { ...budget, inputs, learningRate });
  const pool = await generated(teacher, budget);
  const blended = blendedInputs(pool, { seed, name: 'inputs', share: 'drawn' });
  return {
    'svd only': await student(),
    uniform: await student(noise('uniform')),
    gaussian: await student(noise('gaussian')),
    kegnet: await student(pool),
    'kegnet blended': await student(blended, blendedLearningRate),
  };
}

async function generated(teacher: Network, budget: Budget): Promise<InputSource> {
  const { generators, generatorEpochs: epochs, samples, seed } = budget;
  const settings = { generators, epochs, seed, learningRate: 1e-3, decoderLayers: 2 };
  const training = trainGenerators({ ...kegNetDefaults, ...settings }, teacher);
  await toTheEnd(training);
  const [classes = 0] = outputShape(teacher.graph);
  const made = training.pairs.map(({ generator }) => generator);
  const pool = drawPool(made, { samples, classes, seed });
  training.dispose();
  return pool;
}

interface Learning extends Budget {
  inputs: InputSource | undefined;
  learningRate: number;
}

async function accuracyAfter(
  teacher: Network,
  { validation, test }: SplitTable,
  { rank, epochs, seed, samples, generators, inputs, learningRate }: Learning,
): Promise<number> {
  const { network: student } = decompose(teacher, publishedRanks(teacher, 100, rank));
  if (inputs) {
    const passes = Math.round((epochs * samples * generators) / inputs.count);
    const config = { ...fineTuningDefaults, epochs: passes, seed, learningRate };
    const training = fineTune(config, { teacher, student, inputs, validation });
    await toTheEnd(training);
    training.dispose();
  }
  const accuracy = accuracyOf(student, test);
  disposeNetwork(student);
  return accuracy;
}

async function toTheEnd(training: Training): Promise<void> {
  const steps = training.run();
  while (!(await steps.next()).done);
}
