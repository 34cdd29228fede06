import {
  accuracyOf,
  arraySource,
  decompose,
  divergenceOn,
  fineTune,
  fineTuningDefaults,
  movedImages,
  noiseSource,
  type InputSource,
  type LabelledSource,
  type RankRule,
} from '@polymath/compression';
import { disposeNetwork, floatsOf, randomStream, tidy, type Network } from '@polymath/tensor';
import { normalization } from '../mnist.js';
import type { Check } from './check.js';
import { atLeast, atMost } from './generators.js';

const evbmf: RankRule = { rule: 'evbmf' };
const epochs = 20;

/** What the checks of students work with. */
export interface StudentParts {
  teacher: Network;
  test: LabelledSource;
  /** What generators made. */
  pool: InputSource;
  /** What a generator made that is not in the pool. */
  judge: InputSource;
  seed: number;
}

/** The published student 3 before fine-tuning: conv2 by EVBMF, conv3 with ranks (5, 8). */
const thirdStudent = (teacher: Network): Network =>
  decompose(teacher, [
    { layer: 'conv2', ranks: evbmf },
    { layer: 'conv3', ranks: { rule: 'fixed', in: 5, out: 8 } },
  ]).network;

interface Curve {
  /** Test accuracy before the first and after each epoch, 0 to 1; chooses nothing. */
  accuracy: number[];
  /** Divergence from the teacher on held-out inputs at the same times. */
  divergence: number[];
}

/** Item 16: what stopping by held-out divergence costs and saves. */
export async function earlyStopping(parts: StudentParts): Promise<Check[]> {
  const { pool, judge, seed } = parts;
  const heldOut = movedImages(judge, { pixels: 3, seed });
  const { accuracy, divergence } = await curve(parts, pool, heldOut);
  const chosen = divergence.indexOf(Math.min(...divergence));
  const best = Math.max(...accuracy);
  const points = (value: number) => 100 * (best - value);
  console.error(
    `  best ${best} in epoch ${accuracy.indexOf(best)}; chosen ${chosen}: ${accuracy[chosen]}`,
  );
  return [
    atMost('16 points lost by the chosen epoch', points(accuracy[chosen]!), 1.5),
    atLeast(`16 points lost after ${epochs} epochs`, points(accuracy.at(-1)!), 3),
  ];
}

/** Item 17: noise in normalised input space gives other figures than noise in pixel space. */
export async function noiseSpaces(parts: StudentParts): Promise<Check[]> {
  const { teacher, seed } = parts;
  const checks: Check[] = [];
  for (const kind of ['uniform', 'gaussian'] as const) {
    const normalized = noiseSource(kind, { ...noiseOf(teacher, seed), name: 'inputs' });
    const pixels = pixelNoise(kind, noiseOf(teacher, seed));
    const [ours, other] = [await tuned(parts, normalized), await tuned(parts, pixels)];
    console.error(`  ${kind}: normalised ${ours}, pixel space ${other}`);
    checks.push(atLeast(`17 points apart, ${kind}`, 100 * Math.abs(ours - other), 0.5));
  }
  return checks;
}

const noiseOf = ({ graph }: Network, seed: number) => ({
  samples: 6400,
  shape: graph.input.shape,
  seed,
});

/** U(-1, 1) or N(0, 1) as pixels, which then are normalised as images are. */
function pixelNoise(
  kind: 'uniform' | 'gaussian',
  { samples, shape, seed }: ReturnType<typeof noiseOf>,
): InputSource {
  const random = randomStream(seed, 'pixel noise');
  const all = [samples, ...shape];
  const [mean = 0] = normalization.mean;
  const [deviation = 1] = normalization.standardDeviation;
  const values = tidy(() =>
    floatsOf(kind === 'uniform' ? random.uniform(all, -1, 1) : random.normal(all)),
  );
  return arraySource(
    values.map((pixel) => (pixel - mean) / deviation),
    shape,
  );
}

/** Test accuracy after five epochs on inputs. */
async function tuned(parts: StudentParts, inputs: InputSource): Promise<number> {
  const student = thirdStudent(parts.teacher);
  const config = { ...fineTuningDefaults, epochs: 5, seed: parts.seed };
  const training = fineTune(config, { teacher: parts.teacher, student, inputs });
  const steps = training.run();
  while (!(await steps.next()).done);
  const accuracy = accuracyOf(student, parts.test);
  training.dispose();
  disposeNetwork(student);
  return accuracy;
}

async function curve(
  { teacher, test, seed }: StudentParts,
  inputs: InputSource,
  heldOut: InputSource,
): Promise<Curve> {
  const student = thirdStudent(teacher);
  const config = { ...fineTuningDefaults, epochs, seed };
  const training = fineTune(config, { teacher, student, inputs });
  const measured: Curve = { accuracy: [], divergence: [] };
  const measure = () => {
    measured.accuracy.push(accuracyOf(student, test));
    measured.divergence.push(divergenceOn(heldOut, teacher, student));
  };
  measure();
  for await (const { phase, step, steps } of training.run()) {
    if (phase === 'fine-tune' && step % (steps / epochs) === 0) measure();
  }
  training.dispose();
  disposeNetwork(student);
  return measured;
}
