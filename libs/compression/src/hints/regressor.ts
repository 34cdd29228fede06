import { PolymathError } from '@polymath/errors';
import { convolution, dense, GraphBuilder, type Graph, type LayerKind } from '@polymath/tensor';

/** Height, width and channels of images, or the length of vectors; without the batch. */
export type FeatureShape = readonly number[];

/** What a regressor maps, and how. */
export interface RegressorShape {
  /** Of the student's guided layer. */
  guided: FeatureShape;
  /** Of the teacher's hint layer. */
  hint: FeatureShape;
  /** The non-linearity that the hint layer ends with; `identity`: none. */
  activation: 'identity' | 'relu' | 'tanh' | 'sigmoid';
}

/**
 * The network that maps a student's features to the size of its teacher's (Romero et al. 2015, section 2.2), dropped after
 * training. Vectors: a dense layer. Images of one size: a 1x1 convolution. Larger images: a convolution without padding whose
 * kernel is as large as the difference, which takes far fewer weights than a dense layer; for twice the size 3x3 with
 * stride 2. Images of half the size: a transposed convolution.
 * @returns from the guided shape to the hint's
 * @throws invalid-input when no regressor leads from one shape to the other
 */
export function regressorGraph({ guided, hint, activation }: RegressorShape): Graph {
  const graph = new GraphBuilder(guided);
  graph.layer('map', mapping(guided, hint));
  if (activation !== 'identity') graph.layer('activation', { op: activation });
  return graph.build();
}

function mapping(guided: FeatureShape, hint: FeatureShape): LayerKind {
  const [inputs, outputs] = [guided.at(-1) ?? 0, hint.at(-1) ?? 0];
  if (guided.length === 1 && hint.length === 1) return dense(inputs, outputs);
  if (guided.length !== 3 || hint.length !== 3) throw misfit(guided, hint);
  const ratio = (factor: number) =>
    [0, 1].every((axis) => hint[axis] === (guided[axis] ?? 0) * factor);
  if (ratio(0.5)) return convolution([inputs, outputs], 3, { stride: 2, padding: 1 });
  if (ratio(2)) {
    const sizes = { kernel: [4, 4], strides: [2, 2], padding: 'same' } as const;
    return { op: 'convTranspose2d', in: inputs, out: outputs, ...sizes, bias: true };
  }
  const kernel = [guided[0]! - hint[0]! + 1, guided[1]! - hint[1]! + 1] as const;
  if (kernel.some((size) => size < 1)) throw misfit(guided, hint);
  return { ...convolution([inputs, outputs], 1), kernel };
}

const misfit = (guided: FeatureShape, hint: FeatureShape) =>
  new PolymathError(
    'invalid-input',
    `no regressor leads from [${guided.join(', ')}] to [${hint.join(', ')}]: ` +
      'expected vectors, or images of at least the hint’s size or of half of it',
  );
