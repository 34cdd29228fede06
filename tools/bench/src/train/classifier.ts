import {
  adam,
  createNetwork,
  forward,
  gradients,
  numberOf,
  randomStream,
  softmaxCrossEntropy,
  tensor,
  tidy,
  type Graph,
} from '@polymath/tensor';
import { exported, exportedParameters } from './inputs.js';
import { batches, type Workload } from './workload.js';

const batchSize = 64;

/**
 * A training step of a classifier of 32x32 images at batch 64: cross-entropy and Adam. Its steps are small: at 0.001 even
 * PyTorch's losses in single and in double precision are up to 2% apart after 50 steps.
 */
export function classifierWorkload(graph: Graph): Workload {
  const random = randomStream(1, 'bench');
  const network = createNetwork(graph, random.child('weights'));
  const images = Array.from({ length: batches }, (_, i) =>
    random.child(`images ${i}`).normal([batchSize, 32, 32, 1]),
  );
  // The same classes in every batch: what is timed does not depend on them.
  const labels = tensor(Int32Array.from({ length: batchSize }, (_, i) => i % 10));
  const optimizer = adam(network.parameters, { learningRate: 1e-4 });
  return {
    inputs: new Map([
      ...exportedParameters(network.parameters),
      ...images.map((batch, i) => [`images.${i}`, exported(batch)] as const),
    ]),
    step: (i) =>
      tidy(() => {
        const logits = forward(network, images[i % batches]!, { mode: 'training' });
        const loss = softmaxCrossEntropy(logits, labels);
        optimizer.apply(gradients(loss, network.parameters));
        return numberOf(loss);
      }),
  };
}
