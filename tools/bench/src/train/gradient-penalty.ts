import {
  batchNormalization,
  convolution,
  createNetwork,
  forward,
  grad,
  gradients,
  GraphBuilder,
  mean,
  mul,
  numberOf,
  randomStream,
  sgd,
  sqrt,
  square,
  sub,
  sum,
  tidy,
  type Tensor,
} from '@polymath/tensor';
import { exported, exportedParameters } from './inputs.js';
import { batches, type Workload } from './workload.js';

const image = [1, 48, 64, 3];
const width = 32;
const weight = 0.1;

/**
 * A step on the gradient penalty alone of SinGAN's discriminator (five 3x3 convolutions of 32 channels). With plain, small
 * steps: the slope jumps where a LeakyReLU bends, and under Adam even PyTorch's losses in single and in double precision
 * are 4% apart after 50 steps.
 */
export function gradientPenaltyWorkload(): Workload {
  const random = randomStream(1, 'bench');
  const network = createNetwork(discriminator(), random.child('weights'));
  const images = Array.from({ length: batches }, (_, i) => {
    const batch = random.child(`images ${i}`).uniform(image, -1, 1);
    batch.requiresGrad = true;
    return batch;
  });
  const optimizer = sgd(network.parameters, { learningRate: 0.005 });
  return {
    inputs: new Map([
      ...exportedParameters(network.parameters),
      ...images.map((batch, i) => [`images.${i}`, exported(batch)] as const),
    ]),
    step: (i) =>
      tidy(() => {
        const x = images[i % batches]!;
        const scores = forward(network, x, { mode: 'batch-statistics' });
        const penalty = penaltyOf(grad(scores, [x], { createGraph: true })[0]!);
        optimizer.apply(gradients(penalty, network.parameters));
        return numberOf(penalty);
      }),
  };
}

/** 0.1 · mean over pixels of (‖slope over channels‖ - 1)² */
function penaltyOf(slope: Tensor): Tensor {
  return mul(mean(square(sub(sqrt(sum(square(slope), -1)), 1))), weight);
}

function discriminator() {
  const graph = new GraphBuilder(image.slice(1));
  for (let i = 1; i <= 4; i++) {
    const inputs = i === 1 ? 3 : width;
    graph.layer(`conv${i}`, convolution([inputs, width], 3, { padding: 1, bias: false }));
    graph.layer(`bn${i}`, batchNormalization(width));
    graph.layer(`relu${i}`, { op: 'leakyRelu', alpha: 0.2 });
  }
  graph.layer('conv5', convolution([width, 1], 3, { padding: 1 }));
  return graph.build();
}
