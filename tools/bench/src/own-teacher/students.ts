import {
  accuracyOf,
  blendedInputs,
  drawPool,
  fineTune,
  fineTuningDefaults,
  movedImages,
  noiseSource,
  type FineTuningData,
  type InputSource,
  type LabelledSource,
  type NoiseKind,
} from '@polymath/compression';
import { disposeNetwork, type Network } from '@polymath/tensor';
import { part } from '../mnist.js';
import { decomposed, type Ranks } from './ranks.js';

/** Test accuracies, 0 to 1, by what the student has learned from. */
export interface Accuracies {
  uniform: number;
  gaussian: number;
  /** As published. */
  kegNet: number;
  /** From what lies between two generated images, of all generators: without a judge, for all epochs. */
  kegNetBlended: number;
  real: number;
}

/** What students are made of and learn from. */
export interface StudentParts {
  teacher: Network;
  ranks: Ranks;
  /** The last one judges. */
  generators: readonly Network[];
  real: LabelledSource;
  test: LabelledSource;
  epochs: number;
  learningRate: number;
  seed: number;
}

const samples = 12_800;
/** Of real images: the last tenth judges. */
const judging = samples / 10;
const classes = 10;

/** Students that learn from each source with equal budgets; the epoch is chosen without data, as the service does. */
export async function tuneStudents(parts: StudentParts): Promise<Accuracies> {
  const { generators, real, teacher, seed } = parts;
  const teachers = generators.slice(0, -1);
  const poolOf = (several: readonly Network[]) =>
    drawPool(several, { samples: Math.floor(samples / several.length), classes, seed });
  const pool = poolOf(teachers);
  const judge = drawPool(generators.slice(-1), { samples: 6400, classes, seed });
  const noise = (kind: NoiseKind, name: string) =>
    noiseSource(kind, { samples, shape: teacher.graph.input.shape, seed, name });
  const moved = movedImages(judge, { pixels: 3, seed });
  const blended = blendedInputs(judge, { seed });
  return {
    uniform: await tune(parts, 'uniform', { inputs: noise('uniform', 'inputs'), heldOut: blended }),
    gaussian: await tune(parts, 'Gaussian', {
      inputs: noise('gaussian', 'inputs'),
      heldOut: blended,
    }),
    kegNet: await tune(parts, 'KegNet', { inputs: pool, heldOut: moved }),
    kegNetBlended: await tune(parts, 'KegNet blended', {
      inputs: blendedInputs(poolOf(generators), { seed, name: 'inputs', share: 'drawn' }),
    }),
    real: await tune(parts, 'real', {
      inputs: part(real, 0, samples - judging),
      heldOut: part(real, samples - judging, judging),
    }),
  };
}

async function tune(
  parts: StudentParts,
  name: string,
  data: { inputs: InputSource; heldOut?: InputSource },
): Promise<number> {
  const { teacher, test, epochs, learningRate, seed } = parts;
  const student = decomposed(teacher, parts.ranks);
  const config = { ...fineTuningDefaults, epochs, learningRate, seed };
  const given: FineTuningData = { teacher, student, ...data };
  const training = fineTune(config, given);
  const curve: number[] = [];
  for await (const { phase, step, steps } of training.run()) {
    const epochEnds = phase === 'fine-tune' && step % (steps / epochs) === 0;
    if (epochEnds) curve.push(100 * accuracyOf(student, test));
  }
  const accuracy = accuracyOf(student, test);
  const shown = curve.map((value) => value.toFixed(1)).join(' ');
  console.error(`  ${name}: epoch ${training.bestEpoch ?? epochs} of ${shown}`);
  training.dispose();
  disposeNetwork(student);
  return accuracy;
}
