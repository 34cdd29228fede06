import {
  adam,
  createNetwork,
  dense,
  forward,
  gradients,
  GraphBuilder,
  mul,
  numberOf,
  oneHot,
  randomStream,
  smoothL1,
  sum,
  tensor,
  tidy,
} from '@polymath/tensor';
import { exported, exportedParameters } from './inputs.js';
import { batches, type Workload } from './workload.js';

const batchSize = 32;
const widths = [84, 128, 128, 4] as const;

/** A step of an action-value network 84-128-128-4 at batch 32: smooth L1 of the taken actions' values, Adam. */
export function qNetworkWorkload(): Workload {
  const random = randomStream(1, 'bench');
  const network = createNetwork(graph(), random.child('weights'));
  const states = Array.from({ length: batches }, (_, i) =>
    random.child(`states ${i}`).normal([batchSize, widths[0]]),
  );
  const targets = random.child('targets').normal([batchSize]);
  const taken = oneHot(tensor(Int32Array.from({ length: batchSize }, (_, i) => i % 4)), 4);
  const optimizer = adam(network.parameters, { learningRate: 1e-3 });
  return {
    inputs: new Map([
      ...exportedParameters(network.parameters),
      ...states.map((batch, i) => [`states.${i}`, exported(batch)] as const),
      ['targets', exported(targets)],
    ]),
    step: (i) =>
      tidy(() => {
        const values = forward(network, states[i % batches]!, { mode: 'training' });
        const loss = smoothL1(sum(mul(values, taken), -1), targets);
        optimizer.apply(gradients(loss, network.parameters));
        return numberOf(loss);
      }),
  };
}

function graph() {
  const builder = new GraphBuilder([widths[0]]);
  builder.layer('fc1', dense(widths[0], widths[1]));
  builder.layer('relu1', { op: 'relu' });
  builder.layer('fc2', dense(widths[1], widths[2]));
  builder.layer('relu2', { op: 'relu' });
  builder.layer('fc3', dense(widths[2], widths[3]));
  return builder.build();
}
