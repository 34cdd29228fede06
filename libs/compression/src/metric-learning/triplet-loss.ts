import { PolymathError } from '@polymath/errors';
import {
  add,
  checkShapes,
  gather,
  mean,
  norm,
  relu,
  sub,
  tensor,
  type Tensor,
} from '@polymath/tensor';
import { checkPositive } from '../classifier/settings.js';
import { shortestDistance } from '../relational/distances.js';

/** Samples of a batch that are compared: the i-th anchor with the i-th positive of its class and negative of another. */
export interface Triplets {
  readonly anchors: Int32Array;
  readonly positives: Int32Array;
  readonly negatives: Int32Array;
}

/**
 * Triplet loss (Schroff et al. 2015, section 3.1, with distances that are not squared, as in the published code of RKD):
 *     L = mean over triplets of max(0, ‖x_a - x_p‖ - ‖x_a - x_n‖ + margin)
 * @param embeddings x, [samples, features]
 * @param triplets at least one, each place 0 to samples - 1
 * @param margin > 0
 * @returns scalar
 */
export function tripletLoss(embeddings: Tensor, triplets: Triplets, margin: number): Tensor {
  checkShapes({ embeddings: [embeddings, 'samples features'] });
  checkPositive({ margin });
  if (triplets.anchors.length === 0) {
    throw new PolymathError('invalid-input', 'expected at least one triplet, got none');
  }
  const anchors = gather(embeddings, tensor(triplets.anchors)); // [triplets, features]
  const lengthTo = (others: Int32Array) =>
    norm(sub(anchors, gather(embeddings, tensor(others))), shortestDistance); // [triplets]
  const difference = sub(lengthTo(triplets.positives), lengthTo(triplets.negatives));
  return mean(relu(add(difference, margin)));
}
