import {
  concat,
  forward,
  noGrad,
  oneHot,
  tensor,
  type Network,
  type Tensor,
} from '@polymath/tensor';

/**
 * What a generator makes, in inference mode, of noise and classes: an input of the classifier for each row.
 * @param noise z ~ N(0, I), [rows, noise]
 * @param classes one-hot, or soft for walks between classes, [rows, classes]
 * @returns [rows, ...input shape of the classifier]
 */
export function sampleGenerator(generator: Network, noise: Tensor, classes: Tensor): Tensor {
  return noGrad(() => forward(generator, generatorInput(noise, classes)));
}

/** What a generator reads: noise first, then classes, [rows, noise + classes]. */
export const generatorInput = (noise: Tensor, classes: Tensor): Tensor =>
  concat([noise, classes], -1);

/** One-hot rows for class numbers, [labels, classes]. */
export const oneHotRows = (labels: Int32Array, classes: number): Tensor =>
  oneHot(tensor(labels), classes);
