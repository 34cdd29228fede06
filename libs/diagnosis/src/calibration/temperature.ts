import { Lbfgs } from '@polymath/tensor';
import { badUnless, refuse } from '../checks.js';
import type { Rows } from '../preprocessing/index.js';

/** Temperatures are sought between e⁻⁵ and e⁵: beyond, all is certain or nothing. */
const widest = 5;

/**
 * The temperature T > 0 that makes held-out windows most likely (Guo et al., _On calibration of modern neural networks_, ICML 2017, section 4.2):
 *     T = argmin -1/n · Σ_i log softmax(z_i / T)[y_i]
 * Accuracy stays as it is. Fit it on a group that training has not seen, e.g. another load.
 * @param scores z, before the soft-max, rows of [classes]
 * @throws invalid-input when labels do not fit
 */
export function fitTemperature(scores: Rows, labels: Int32Array): number {
  const { count, length } = scores;
  refuse(
    badUnless(
      count > 0 && labels.length === count,
      'labels',
      `must be one a window (${count}), got ${labels.length}`,
    ),
    badUnless(
      labels.every((label) => label >= 0 && label < length),
      'labels',
      `must lie in 0 to ${length - 1}`,
    ),
  );
  // In u = log 1/T the likelihood has one minimum; a weak pull keeps u finite where all windows are recognised.
  const minimizer = new Lbfgs(Float64Array.of(0));
  const objective = ([u = 0]: Float64Array) => likelihood(scores, labels, u);
  for (let i = 0; i < 100 && !minimizer.step(objective).converged; i++);
  return Math.exp(-Math.min(widest, Math.max(-widest, minimizer.point[0]!)));
}

const pull = 1e-6;

/** The mean negative log-likelihood at 1/T = eᵘ, and its slope by u. */
function likelihood({ count, length, values }: Rows, labels: Int32Array, u: number) {
  const inverse = Math.exp(u);
  let [value, slope] = [0, 0];
  for (let i = 0; i < count; i++) {
    const row = values.subarray(i * length, (i + 1) * length);
    const most = Math.max(...row);
    let [sum, weighted] = [0, 0];
    for (const score of row) {
      const share = Math.exp(inverse * (score - most));
      sum += share;
      weighted += share * (score - most);
    }
    const own = row[labels[i]!]! - most;
    value += (Math.log(sum) - inverse * own) / count;
    slope += ((weighted / sum - own) * inverse) / count;
  }
  return { value: value + (pull * u * u) / 2, gradient: Float64Array.of(slope + pull * u) };
}
