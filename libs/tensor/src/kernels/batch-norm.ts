import { cached, boolAttribute, floatAttribute } from '../native/attributes.js';
import { runAll } from '../native/run.js';
import { add } from './add.js';
import { biasAdd, sumToChannels } from './bias-add.js';
import { broadcastTo } from './broadcast-to.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { rsqrt } from './rsqrt.js';
import { sub } from './sub.js';
import { differentiable, withoutDerivative } from '../tape.js';
import { untracked, type Tensor } from '../tensor.js';

const forward = cached((epsilon: number) => [
  floatAttribute('epsilon', epsilon),
  floatAttribute('exponential_avg_factor', 1),
  boolAttribute('is_training', true),
]);
const backward = cached((epsilon: number) => [
  floatAttribute('epsilon', epsilon),
  boolAttribute('is_training', true),
]);
let empty: Tensor | undefined;

/** What {@link batchNorm} gives. */
export interface Normalized {
  y: Tensor;
  /** Mean of each channel over the batch, [channels]. */
  mean: Tensor;
  /** Unbiased (n - 1) variance of each channel over the batch, [channels]. */
  variance: Tensor;
}

interface Saved {
  x: Tensor;
  gamma: Tensor;
  mean: Tensor;
  /** Biased (n) variance. */
  variance: Tensor;
  reserved: Tensor;
  epsilon: number;
}

/**
 * Batch normalisation with the statistics of the batch (Ioffe and Szegedy 2015, algorithm 1):
 *     y = gamma · (x - mean) / sqrt(variance + epsilon) + beta     per channel, variance biased
 * @param x [batch, height, width, channels]
 * @param gamma [channels]
 * @param beta [channels]
 */
export function batchNorm(x: Tensor, gamma: Tensor, beta: Tensor, epsilon = 1e-5): Normalized {
  empty ??= untracked(new Float32Array(0), [0]);
  const outputs = runAll('FusedBatchNormV3', [x, gamma, beta, empty, empty], 6, forward(epsilon));
  const [y, batchMean, batchVariance, mean, variance, reserved] = outputs as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  const saved: Saved = { x, gamma, mean, variance, reserved, epsilon };
  differentiable(y, [x, gamma, beta], (dy) => {
    let gradients: Tensor[] | undefined;
    const all = () => (gradients ??= batchNormGradient(dy, saved));
    return [() => all()[0], () => all()[1], () => all()[2]];
  });
  return { y, mean: batchMean, variance: batchVariance };
}

function fusedGradient(dy: Tensor, { x, gamma, mean, variance, reserved, epsilon }: Saved) {
  const inputs = [dy, x, gamma, mean, variance, reserved];
  return runAll('FusedBatchNormGradV3', inputs, 5, backward(epsilon)) as [Tensor, Tensor, Tensor];
}

function batchNormGradient(dy: Tensor, saved: Saved): Tensor[] {
  const [dx, dGamma, dBeta] = fusedGradient(dy, saved);
  const inputs = [dy, saved.x, saved.gamma];
  differentiable(dx, inputs, (u) => {
    let gradients: (() => Tensor)[] | undefined;
    const all = () => (gradients ??= secondGradient(u, dy, [dx, dGamma], saved));
    return [0, 1, 2].map((i) => () => all()[i]?.());
  });
  withoutDerivative('the gradient of batchNorm by gamma', dGamma, inputs);
  differentiable(dBeta, [dy], (u) => [() => broadcastTo(u, dy.shape)]);
  return [dx, dGamma, dBeta];
}

/**
 * The gradient of sum(u · dx), where dx is the gradient of batch norm by x. With r = rsqrt(variance + epsilon), N the values
 * of a channel, xhat = (x - mean) · r, a = dGamma / N, b = uGamma / N, C = mean(u · dy) - mean(u) · mean(dy):
 *     by dy: uX      by gamma: r · N · (C - a · b)      by x: -(gamma · r² · (C - a · b) · xhat + b · r · dx + a · r · uX)
 */
function secondGradient(u: Tensor, dy: Tensor, [dx, dGamma]: [Tensor, Tensor], saved: Saved) {
  const { x, gamma, mean, variance, epsilon } = saved;
  const count = x.size / gamma.size;
  const channelMean = (t: Tensor) => mul(sumToChannels(t), 1 / count);
  const [uX, uGamma] = fusedGradient(u, saved);
  const r = rsqrt(add(variance, epsilon));
  const [a, b] = [mul(dGamma, 1 / count), mul(uGamma, 1 / count)];
  const c = sub(sub(channelMean(mul(u, dy)), mul(channelMean(u), channelMean(dy))), mul(a, b));
  const byX = () => {
    const slope = mul(mul(gamma, mul(r, mul(r, r))), c);
    const centred = biasAdd(mul(x, slope), neg(mul(slope, mean))); // gamma · r² · c · xhat
    return neg(add(add(centred, mul(dx, mul(b, r))), mul(uX, mul(a, r))));
  };
  const last = (t: Tensor) => withoutDerivative('the second derivative of batchNorm', t, [u, dy, x, gamma]);
  return [() => last(uX), () => last(byX()), () => last(mul(r, mul(c, count)))];
}
