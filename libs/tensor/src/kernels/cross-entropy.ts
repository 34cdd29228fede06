import { integers } from '../constants.js';
import { run, runAll } from '../native/run.js';
import { checkShapes } from '../shapes.js';
import { differentiable, isRecording } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { logSoftmax } from './log-softmax.js';
import { mul } from './mul.js';
import { oneHot } from './one-hot.js';
import { softmax } from './softmax.js';
import { sub } from './sub.js';

/**
 * Cross-entropy of class labels: mean over the batch of -ln softmax(logits)[label].
 * @param logits [batch, classes]
 * @param labels int32, [batch], each in [0, classes)
 * @returns scalar, in nats
 */
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor): Tensor {
  checkShapes({ logits: [logits, 'batch classes'], labels: [labels, 'batch'] });
  const inputs = [logits, labels];
  const [losses, slope] = runAll('SparseSoftmaxCrossEntropyWithLogits', inputs, 2) as Pair;
  const truth = () => oneHot(labels, logits.shape[1]!);
  return differentiable(batchMean(losses), [logits], (dy) => [
    () => logitGradient(dy, logits, slope, truth),
  ]);
}

/**
 * Cross-entropy of class probabilities: mean over the batch of -Σ p · ln softmax(logits).
 * @param logits [batch, classes]
 * @param probabilities p, [batch, classes]; each row sums to 1
 * @returns scalar, in nats
 */
export function softCrossEntropy(logits: Tensor, probabilities: Tensor): Tensor {
  checkShapes({
    logits: [logits, 'batch classes'],
    probabilities: [probabilities, 'batch classes'],
  });
  const inputs = [logits, probabilities];
  const [losses, slope] = runAll('SoftmaxCrossEntropyWithLogits', inputs, 2) as Pair;
  const batch = logits.shape[0]!;
  return differentiable(batchMean(losses), inputs, (dy) => [
    () => logitGradient(dy, logits, slope, () => probabilities),
    () => mul(logSoftmax(logits), mul(dy, -1 / batch)),
  ]);
}

type Pair = [losses: Tensor, slope: Tensor];

const batchMean = (losses: Tensor) => run('Mean', [losses, integers([0])]);

/** (softmax(logits) - truth) · dy / batch. The kernel that gave the losses gave the difference too, but without a gradient. */
function logitGradient(dy: Tensor, logits: Tensor, slope: Tensor, truth: () => Tensor): Tensor {
  const difference = isRecording() ? sub(softmax(logits), truth()) : slope;
  return mul(difference, mul(dy, 1 / logits.shape[0]!));
}
