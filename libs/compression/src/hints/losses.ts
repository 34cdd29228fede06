import {
  checkSameShape,
  meanSquaredError,
  mul,
  square,
  sub,
  sum,
  type Tensor,
} from '@polymath/tensor';

/**
 * Hint loss as FitNets has it (Romero et al. 2015, equation 3): half of the squared distance of each sample, mean over the batch,
 *     L = mean over b of ½ · ‖ hint[b] - regressed[b] ‖²
 * It is `elements / 2` times {@link hintLossMean}.
 * @param regressed what the regressor makes of the student's features, [batch, ...]
 * @param hint the teacher's features, [batch, ...]; constants
 * @returns scalar
 */
export function hintLossHalfSum(regressed: Tensor, hint: Tensor): Tensor {
  checkSameShape({ regressed, hint });
  return mul(sum(square(sub(regressed, hint))), 0.5 / (hint.shape[0] ?? 1));
}

/**
 * Hint loss as later comparisons have it: mean over all elements of (hint - regressed)². Its usual weight beside cross-entropy is
 * 100.
 * @param regressed what the regressor makes of the student's features, [batch, ...]
 * @param hint the teacher's features, [batch, ...]; constants
 * @returns scalar
 */
export function hintLossMean(regressed: Tensor, hint: Tensor): Tensor {
  checkSameShape({ regressed, hint });
  return meanSquaredError(regressed, hint);
}
