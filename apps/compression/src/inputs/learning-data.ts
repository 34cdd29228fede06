import type { LabelledSource } from '@polymath/compression';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import type { JobFiles } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { imageArtifacts, openLabelledSource } from './labelled-source.js';

/** The images of a request: what is learned from, what chooses the epoch, what is for the report alone. */
interface Given {
  training?: LabelledImages | undefined;
  validation?: LabelledImages | undefined;
  test?: LabelledImages | undefined;
}

/** The same, opened; all of one size. */
export interface LearningData {
  training: LabelledSource;
  validation: LabelledSource | undefined;
  test: LabelledSource | undefined;
}

/** The artifacts that they are made of. */
export const learningArtifacts = ({ training, validation, test }: Given): Artifact[] =>
  [training, validation, test].flatMap(imageArtifacts);

/** @throws invalid-input when they are of different sizes; as {@link openLabelledSource} */
export async function openLearningData(
  files: Pick<JobFiles, 'input'>,
  given: Given,
): Promise<LearningData> {
  const training = await openLabelledSource(files, given.training!);
  const open = async (name: 'validation' | 'test') => {
    const spec = given[name];
    if (!spec) return undefined;
    const source = await openLabelledSource(files, spec);
    if (String(source.shape) === String(training.shape)) return source;
    const [own, other] = [source, training].map(({ shape }) => `[${shape.join(', ')}]`);
    const message = `${name} images are ${own}, those of the training ${other}`;
    throw new PolymathError('invalid-input', message);
  };
  return { training, validation: await open('validation'), test: await open('test') };
}
