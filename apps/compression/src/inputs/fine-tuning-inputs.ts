import { readFileSync } from 'node:fs';
import {
  decodeGenerators,
  drawPool,
  noiseSource,
  type InputSource,
  type LabelledSource,
  type NoiseKind,
  type PoolOptions,
} from '@polymath/compression';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  Noise_Distribution,
  type FineTuning,
  type Generators,
  type Noise,
} from '@polymath/contracts/polymath/compression/v1/compression';
import type { JobFiles } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { disposeNetwork, outputShape, type Network } from '@polymath/tensor';
import { inputPath } from './classifier-file.js';
import { imageArtifacts, readLabelledSource } from './labelled-source.js';
import { orDefault } from './or-default.js';

const defaultSamples = 6400;

/** What a student learns from and is judged on. */
export interface FineTuningInputs {
  inputs: InputSource;
  heldOut: InputSource | undefined;
  validation: LabelledSource | undefined;
}

/** The artifacts that fine-tuning reads. */
export function sourceArtifacts(tuning: FineTuning | undefined): Artifact[] {
  const { source, heldOut } = tuning ?? {};
  const generators = source?.$case === 'generators' ? source.value.artifact : undefined;
  const images = source?.$case === 'images' ? imageArtifacts(source.value) : [];
  const single = [generators, heldOut?.artifact].filter((artifact) => artifact !== undefined);
  return [...single, ...images, ...imageArtifacts(tuning?.validation)];
}

/**
 * Draws or reads the inputs. The held-out ones are of another kind than those learned from: a minimum on more of the same
 * would come too late.
 */
export function openFineTuningInputs(
  { fineTuning, seed }: { fineTuning: FineTuning; seed: number },
  teacher: Network,
  files: Pick<JobFiles, 'input'>,
): FineTuningInputs {
  const { source, heldOut, validation } = fineTuning;
  const samples = orDefault(fineTuning.samples, defaultSamples);
  const { shape } = teacher.graph.input;
  const noise = (kind: NoiseKind, name: string) =>
    noiseSource(kind, { samples, shape, seed, name });
  const generated = (generators: Generators | undefined) => {
    const [classes = 0] = outputShape(teacher.graph);
    return readPool(files, generators, { samples, classes, seed });
  };
  const learned = (): InputSource => {
    switch (source?.$case) {
      case 'generators':
        return generated(source.value);
      case 'noise':
        return noise(kindOf(source.value), 'inputs');
      case 'images':
        return firstOf(readLabelledSource(files, source.value), samples);
      case undefined:
        throw new PolymathError('internal', 'the spec names no source');
    }
  };
  const judging = (): InputSource | undefined => {
    if (validation) return undefined;
    if (heldOut) return generated(heldOut);
    const isUniform = source?.$case === 'noise' && kindOf(source.value) === 'uniform';
    return noise(isUniform ? 'gaussian' : 'uniform', 'held out');
  };
  return {
    inputs: learned(),
    heldOut: judging(),
    validation: validation && readLabelledSource(files, validation),
  };
}

const kindOf = ({ distribution }: Noise): NoiseKind =>
  distribution === Noise_Distribution.DISTRIBUTION_UNIFORM ? 'uniform' : 'gaussian';

const firstOf = (source: InputSource, samples: number): InputSource => ({
  ...source,
  count: Math.min(samples, source.count),
});

/** Draws from a stored set of generators, which is freed again. */
function readPool(
  files: Pick<JobFiles, 'input'>,
  generators: Generators | undefined,
  options: PoolOptions,
): InputSource {
  const pairs = decodeGenerators(readFileSync(inputPath(files, generators?.artifact)));
  try {
    return drawPool(
      pairs.map(({ generator }) => generator),
      options,
    );
  } finally {
    for (const { generator, decoder } of pairs) {
      disposeNetwork(generator);
      disposeNetwork(decoder);
    }
  }
}
