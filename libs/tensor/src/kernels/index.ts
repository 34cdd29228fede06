export { abs } from './abs.js';
export { add } from './add.js';
export { argMax } from './arg-max.js';
export { argSort } from './arg-sort.js';
export { averagePool } from './average-pool.js';
export { batchMatMul } from './batch-mat-mul.js';
export { batchNormInference, type BatchNormInferenceOptions } from './batch-norm-inference.js';
export {
  batchNorm,
  type BatchNormOptions,
  type Normalized,
  type RunningStatistics,
} from './batch-norm.js';
export { biasAdd, sumToChannels } from './bias-add.js';
export { broadcastTo } from './broadcast-to.js';
export { cast } from './cast.js';
export { clip } from './clip.js';
export {
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  notEqual,
} from './comparisons.js';
export { concat } from './concat.js';
export { conv2d, conv2dTranspose, type Conv2dOptions, type Padding } from './conv2d.js';
export { softCrossEntropy, softmaxCrossEntropy } from './cross-entropy.js';
export { detach } from './detach.js';
export { div } from './div.js';
export { elu } from './elu.js';
export { exp } from './exp.js';
export { fill } from './fill.js';
export { gather } from './gather.js';
export { globalAveragePool } from './global-average-pool.js';
export { leakyRelu } from './leaky-relu.js';
export { log } from './log.js';
export { log1p } from './log1p.js';
export { logSoftmax } from './log-softmax.js';
export { matMul, type MatMulOptions } from './mat-mul.js';
export { max } from './max.js';
export { maxOfParts } from './max-of-parts.js';
export { maximum } from './maximum.js';
export { maxPool } from './max-pool.js';
export { mean } from './mean.js';
export { meanSquaredError } from './mean-squared-error.js';
export { minimum } from './minimum.js';
export { mul } from './mul.js';
export { neg } from './neg.js';
export { norm } from './norm.js';
export { oneHot } from './one-hot.js';
export { pad, type Margin } from './pad.js';
export type { PoolOptions } from './pool-options.js';
export { pow } from './pow.js';
export { relu } from './relu.js';
export { reshape } from './reshape.js';
export { resizeBilinear } from './resize-bilinear.js';
export { rsqrt } from './rsqrt.js';
export { sigmoid } from './sigmoid.js';
export { slice } from './slice.js';
export { smoothL1 } from './smooth-l1.js';
export { softmax } from './softmax.js';
export { softplus } from './softplus.js';
export { sqrt } from './sqrt.js';
export { square } from './square.js';
export { stack } from './stack.js';
export { stridedSlice } from './strided-slice.js';
export { sub } from './sub.js';
export { sum } from './sum.js';
export { tanh } from './tanh.js';
export { transpose } from './transpose.js';
export { unitVectors } from './unit-vectors.js';
export { where } from './where.js';
