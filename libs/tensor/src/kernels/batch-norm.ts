import { cached, boolAttribute, floatAttribute } from '../native/attributes.js';
import { runAll } from '../native/run.js';
import { add } from './add.js';
import { biasAdd, sumToChannels } from './bias-add.js';
import { broadcastTo } from './broadcast-to.js';
import { fill } from './fill.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { rsqrt } from './rsqrt.js';
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
    () => last(mul(u, normalized(saved)), inputs),
    // dx is gamma times this, so it is dx with u in the place of gamma.
    () => last(fusedGradient(dy, { ...saved, gamma: u })[0], inputs),
  ]);
  differentiable(dBeta, [dy], (u) => [() => broadcastTo(u, dy.shape)]);
  return [dx, dGamma, dBeta];
}

/**
 * The gradient of sum(u · dx), where dx is the gradient of batch norm by x. With N the values of a channel,
 * r = rsqrt(variance + epsilon), xhat = (x - mean) · r, v what dx would be for dy = u and gamma = 1, s = mean(v · dy),
 * a = dGamma / N and b = mean(u · xhat):
 *     by dy: gamma · v      by gamma: N · s      by x: -r · (gamma · s · xhat + b · dx + a · gamma · v)
 */
function secondGradient(
  u: Tensor,
  dy: Tensor,
  [dx, dGamma]: readonly [Tensor, Tensor],
  saved: Saved,
): (() => Tensor)[] {
  const { x, gamma } = saved;
  const channelMean = (total: Tensor) => mul(total, gamma.size / x.size);
  const [v, uGamma] = fusedGradient(u, { ...saved, gamma: fill(gamma.shape, 1) });
  const byDy = mul(v, gamma);
  const byGamma = sumToChannels(mul(v, dy));
  const byX = () => {
    const ofNormalized = mul(normalized(saved), mul(gamma, channelMean(byGamma)));
    const rest = add(mul(dx, channelMean(uGamma)), mul(byDy, channelMean(dGamma)));
    return mul(add(ofNormalized, rest), neg(inverseDeviation(saved)));
  };
  const inputs = [u, dy, x, gamma];
  return [() => last(byDy, inputs), () => last(byX(), inputs), () => last(byGamma, inputs)];
}

const inverseDeviation = ({ variance, epsilon }: Saved) => rsqrt(add(variance, epsilon));

const normalized = (saved: Saved) =>
  mul(biasAdd(saved.x, neg(saved.mean)), inverseDeviation(saved));

const last = (t: Tensor, inputs: readonly Tensor[]) =>
  withoutDerivative('the second derivative of batchNorm', t, inputs);
