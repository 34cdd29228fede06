import { readFileSync } from 'node:fs';
import {
  blendedInputs,
  decodeGenerators,
  drawPool,
  movedImages,
  noiseSource,
  type InputSource,
  type LabelledSource,
  type NoiseKind,
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
import { inputPath } from '@polymath/area/inputs';
import { dataArtifacts, openLabelledData, type LabelledData } from './labelled-data.js';
import { orDefault } from '@polymath/area/inputs';

const defaultSamples = 6400;
/** In pixels: a class survives it, and what a student has learned by heart does not. */
const furthestMove = 3;

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
  const real = dataArtifacts(realData(source));
  const single = [generators, heldOut?.artifact].filter((artifact) => artifact !== undefined);
  return [...single, ...real, ...dataArtifacts(validationData(tuning))];
}

/**
 * Draws or reads the inputs. The held-out ones are strange to the student and not to its teacher: a minimum on more of what it
 * learns from would come too late.
 */
export async function openFineTuningInputs(
  { fineTuning, seed }: { fineTuning: FineTuning; seed: number },
  teacher: Network,
  files: Pick<JobFiles, 'input'>,
): Promise<FineTuningInputs> {
  const { source } = fineTuning;
  const samples = orDefault(fineTuning.samples, defaultSamples);
  const validation = await openLabelledData(files, validationData(fineTuning), teacher.graph);
  const opening = { fineTuning, seed, samples, teacher, files, validation };
  if (source?.$case === 'generators') return fromGenerators(opening, source.value);
  if (source?.$case === 'noise') return fromNoise(opening, kindOf(source.value));
  if (source?.$case === 'images' || source?.$case === 'table') return fromRealData(opening);
  throw new PolymathError('internal', 'the spec names no source');
}

interface Opening {
  fineTuning: FineTuning;
  seed: number;
  samples: number;
  teacher: Network;
  files: Pick<JobFiles, 'input'>;
  validation: LabelledSource | undefined;
}

/** Judged by moved images of other generators: of those named, or of the last, from which nothing is learned then. */
function fromGenerators(opening: Opening, generators: Generators): FineTuningInputs {
  const { fineTuning, samples, teacher, seed, validation } = opening;
  const { blended, heldOut } = fineTuning;
  const inputs = readPool(opening, generators);
  if (blended) return fromBlends(opening, inputs);
  if (validation) return { inputs, heldOut: undefined, validation };
  const isImage = teacher.graph.input.shape.length === 3;
  const moved = (images: InputSource) => movedImages(images, { pixels: furthestMove, seed });
  if (heldOut) {
    const judges = readPool(opening, heldOut);
    return { inputs, heldOut: isImage ? moved(judges) : judges, validation: undefined };
  }
  // A pool comes generator by generator.
  const rest = inputs.count - samples;
  if (isImage && rest > 0) {
    const judges = partOf(inputs, rest, samples);
    return { inputs: partOf(inputs, 0, rest), heldOut: moved(judges), validation: undefined };
  }
  return { inputs, heldOut: noiseOf(opening, 'uniform', 'held out'), validation: undefined };
}

/**
 * Judged by blends of the generators named, or by nobody: the student gets better until the end, while its divergence on another
 * generator's blends may grow from the first epoch on.
 */
function fromBlends(opening: Opening, pool: InputSource): FineTuningInputs {
  const { fineTuning, seed, validation } = opening;
  const { heldOut } = fineTuning;
  const judged = !validation && heldOut;
  return {
    inputs: blendedInputs(pool, { seed, name: 'inputs', share: 'drawn' }),
    heldOut: judged ? blendedInputs(readPool(opening, heldOut), { seed }) : undefined,
    validation,
  };
}

const validationData = (tuning: FineTuning | undefined): LabelledData => ({
  images: tuning?.validation,
  table: tuning?.validationTable,
});

function realData(source: FineTuning['source']): LabelledData {
  if (source?.$case === 'images') return { images: source.value };
  return source?.$case === 'table' ? { table: source.value } : {};
}

/** Judged by the last tenth of the images or rows, from which nothing is learned then. */
async function fromRealData(opening: Opening): Promise<FineTuningInputs> {
  const { fineTuning, files, samples, teacher, validation } = opening;
  const source = (await openLabelledData(files, realData(fineTuning.source), teacher.graph))!;
  const count = Math.min(samples, source.count);
  const judging = validation ? 0 : Math.floor(count / 10);
  return {
    inputs: partOf(source, 0, count - judging),
    heldOut: judging > 0 ? partOf(source, count - judging, judging) : undefined,
    validation,
  };
}

/** Judged by blends of two inputs of the generators named, or by the other noise. */
function fromNoise(opening: Opening, kind: NoiseKind): FineTuningInputs {
  const { fineTuning, seed, validation } = opening;
  const { heldOut } = fineTuning;
  const other = () => noiseOf(opening, kind === 'uniform' ? 'gaussian' : 'uniform', 'held out');
  const judges = () => (heldOut ? blendedInputs(readPool(opening, heldOut), { seed }) : other());
  return {
    inputs: noiseOf(opening, kind, 'inputs'),
    heldOut: validation ? undefined : judges(),
    validation,
  };
}

const noiseOf = ({ samples, teacher, seed }: Opening, kind: NoiseKind, name: string) =>
  noiseSource(kind, { samples, shape: teacher.graph.input.shape, seed, name });

const kindOf = ({ distribution }: Noise): NoiseKind =>
  distribution === Noise_Distribution.DISTRIBUTION_UNIFORM ? 'uniform' : 'gaussian';

const partOf = (source: InputSource, start: number, count: number): InputSource => ({
  ...{ count, shape: source.shape },
  batch: (places) => source.batch(places.map((place) => place + start)),
});

/** Draws from a stored set of generators, which is freed again. */
function readPool(
  { files, samples, seed, teacher }: Opening,
  { artifact }: Generators,
): InputSource {
  const [classes = 0] = outputShape(teacher.graph);
  const pairs = decodeGenerators(readFileSync(inputPath(files, artifact)));
  try {
    return drawPool(
      pairs.map(({ generator }) => generator),
      { samples, classes, seed },
    );
  } finally {
    for (const { generator, decoder } of pairs) {
      disposeNetwork(generator);
      disposeNetwork(decoder);
    }
  }
}
