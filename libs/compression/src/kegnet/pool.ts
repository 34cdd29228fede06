import { PolymathError } from '@polymath/errors';
import {
  dispose,
  floatsOf,
  outputShape,
  randomStream,
  sizeOf,
  slice,
  tidy,
  type Network,
} from '@polymath/tensor';
import { arraySource, type InputSource } from '../classifier/input-source.js';
import { checkCounts } from '../classifier/settings.js';
import { oneHotRows, sampleGenerator } from './sample.js';

const batchSize = 500;

/** What a pool is drawn from. */
export interface PoolOptions {
  /** Inputs of each generator; 6,400 in the published code. */
  samples: number;
  /** Of the classifier whose inputs they make. */
  classes: number;
  seed: number;
}

/**
 * The inputs that stand in for the missing training data (Yoo et al. 2019, section 3.4): draws classes and noise once and
 * feeds the same to every generator in inference mode. Inputs come generator by generator.
 * @param generators which all read the same noise and classes
 * @returns generators · samples inputs
 * @throws invalid-input when there is no generator, or they read or make different things
 */
export function drawPool(generators: readonly Network[], options: PoolOptions): InputSource {
  const { samples, classes, seed } = options;
  checkCounts({ samples, classes });
  const { shape, noise } = commonShapes(generators, classes);
  const stream = randomStream(seed, 'pool');
  const labels = Int32Array.from({ length: samples }, () => stream.integer(classes));
  const z = stream.normal([samples, noise]);
  const size = sizeOf(shape);
  const values = new Float32Array(generators.length * samples * size);
  generators.forEach((generator, i) => {
    for (let start = 0; start < samples; start += batchSize) {
      const rows = labels.subarray(start, start + batchSize);
      const made = tidy(() => {
        const part = slice(z, [start, 0], [rows.length, noise]);
        return floatsOf(sampleGenerator(generator, part, oneHotRows(rows, classes)));
      });
      values.set(made, (i * samples + start) * size);
    }
  });
  dispose(z);
  return arraySource(values, shape);
}

/** What all generators make, from how much noise. */
function commonShapes(generators: readonly Network[], classes: number) {
  const [shape, ...others] = generators.map(({ graph }) => outputShape(graph));
  const [inputs, ...otherInputs] = generators.map(({ graph }) => graph.input.shape[0] ?? 0);
  if (!shape || inputs === undefined) {
    throw new PolymathError('invalid-input', 'expected at least one generator, got none');
  }
  const isSame = others.every((other) => String(other) === String(shape));
  if (!isSame || otherInputs.some((other) => other !== inputs) || inputs <= classes) {
    const got = generators.map(
      ({ graph }) => `[${graph.input.shape.join()}] to [${outputShape(graph).join()}]`,
    );
    throw new PolymathError(
      'invalid-input',
      `expected generators of one kind that read noise and ${classes} classes, got ${got.join(', ')}`,
    );
  }
  return { shape, noise: inputs - classes };
}
