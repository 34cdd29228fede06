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

const forward = cached((epsilon: number, momentum: number) => [
  floatAttribute('epsilon', epsilon),
  floatAttribute('exponential_avg_factor', momentum),
  boolAttribute('is_training', true),
]);
const backward = cached((epsilon: number) => [
  floatAttribute('epsilon', epsilon),
  boolAttribute('is_training', true),
]);
let empty: Tensor | undefined;

/** Statistics that follow those of the batches: new = (1 - momentum) · old + momentum · batch, per channel. */
export interface RunningStatistics {
  mean: Tensor;
  variance: Tensor;
  /** 0 to 1. */
  momentum: number;
}

/** Settings of {@link batchNorm}. */
export interface BatchNormOptions {
  epsilon?: number;
  /** Old running statistics; without them the new ones are those of the batch. */
  running?: RunningStatistics;
}

type Outputs = [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];

/** What {@link batchNorm} gives. */
export interface Normalized {
  y: Tensor;
  /** The new running mean, [channels]. */
  mean: Tensor;
  /** The new running variance, from unbiased (n - 1) ones, [channels]. */
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
export function batchNorm(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  { epsilon = 1e-5, running }: BatchNormOptions = {},
): Normalized {
  empty ??= untracked(new Float32Array(0), [0]);
  const inputs = [x, gamma, beta, running?.mean ?? empty, running?.variance ?? empty];
  const attributes = forward(epsilon, running?.momentum ?? 1);
  const outputs = runAll('FusedBatchNormV3', inputs, 6, attributes);
  const [y, newMean, newVariance, mean, variance, reserved] = outputs as Outputs;
  const saved: Saved = { x, gamma, mean, variance, reserved, epsilon };
  differentiable(y, [x, gamma, beta], (dy) => {
    let gradients: Tensor[] | undefined;
    const all = () => (gradients ??= batchNormGradient(dy, saved));
    return [() => all()[0], () => all()[1], () => all()[2]];
  });
  return { y, mean: newMean, variance: newVariance };
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
  differentiable(dGamma, [dy, saved.x], (u) => [
    () => last(mul(u, standardized(saved)), inputs),
    // dx is gamma times this, so it is dx with u in the place of gamma.
    () => last(fusedGradient(dy, { ...saved, gamma: u })[0], inputs),
  ]);
  differentiable(dBeta, [dy], (u) => [() => broadcastTo(u, dy.shape)]);
  return [dx, dGamma, dBeta];
}

/**
 * The gradient of sum(u · dx), where dx is the gradient of batch norm by x. With r = rsqrt(variance + epsilon), N the values
 * of a channel, xhat = (x - mean) · r, a = dGamma / N, b = uGamma / N, C = mean(u · dy) - mean(u) · mean(dy) - a · b:
 *     by dy: uX      by gamma: r · N · C      by x: -(gamma · r² · C · xhat + b · r · dx + a · r · uX)
 */
function secondGradient(
  u: Tensor,
  dy: Tensor,
  [dx, dGamma]: readonly [Tensor, Tensor],
  saved: Saved,
): (() => Tensor)[] {
  const { x, gamma, variance, epsilon } = saved;
  const perValue = gamma.size / x.size; // 1 / N
  const channelMean = (t: Tensor) => mul(sumToChannels(t), perValue);
  const [uX, uGamma] = fusedGradient(u, saved);
  const r = rsqrt(add(variance, epsilon));
  const [a, b] = [mul(dGamma, perValue), mul(uGamma, perValue)];
  const c = sub(sub(channelMean(mul(u, dy)), mul(channelMean(u), channelMean(dy))), mul(a, b));
  const byX = () => {
    const slope = mul(mul(gamma, mul(r, r)), c);
    const rest = add(mul(dx, mul(b, r)), mul(uX, mul(a, r)));
    return neg(add(mul(slope, standardized(saved)), rest));
  };
  const inputs = [u, dy, x, gamma];
  return [
    () => last(uX, inputs),
    () => last(byX(), inputs),
    () => last(mul(mul(r, c), 1 / perValue), inputs),
  ];
}

// xhat = x · r - mean · r
function standardized({ x, mean, variance, epsilon }: Saved): Tensor {
  const r = rsqrt(add(variance, epsilon));
  return biasAdd(mul(x, r), neg(mul(mean, r)));
}

const last = (t: Tensor, inputs: readonly Tensor[]) =>
  withoutDerivative('the second derivative of batchNorm', t, inputs);
