import {
  adam,
  add,
  biasAdd,
  div,
  fromPyTorchDefaults,
  gradients,
  log,
  matMul,
  mean,
  mul,
  numberOf,
  Parameter,
  randomStream,
  sigmoid,
  square,
  sub,
  sum,
  tidy,
  type Tensor,
} from '@polymath/tensor';
import { exported, exportedParameters } from './inputs.js';
import { batches, type Workload } from './workload.js';

const batchSize = 100;
const inputs = 1200;
const hidden = 600;
const sparsity = 0.05;

/** A step of a sparse auto-encoder 1200-600: squared error and 0.1 · KL(0.05 ‖ mean activation), Adam. */
export function sparseAutoencoderWorkload(): Workload {
  const random = randomStream(1, 'bench');
  const parameter = (shape: number[], fanIn: number) =>
    new Parameter(fromPyTorchDefaults(random, shape, fanIn), shape);
  const parameters = new Map([
    ['encoder.weight', parameter([inputs, hidden], inputs)],
    ['encoder.bias', parameter([hidden], inputs)],
    ['decoder.weight', parameter([hidden, inputs], hidden)],
    ['decoder.bias', parameter([inputs], hidden)],
  ]);
  const rows = Array.from({ length: batches }, (_, i) =>
    random.child(`rows ${i}`).normal([batchSize, inputs]),
  );
  const optimizer = adam(parameters, { learningRate: 1e-3 });
  const layer = (name: string, x: Tensor) =>
    biasAdd(matMul(x, parameters.get(`${name}.weight`)!), parameters.get(`${name}.bias`)!);
  return {
    inputs: new Map([
      ...exportedParameters(parameters),
      ...rows.map((batch, i) => [`rows.${i}`, exported(batch)] as const),
    ]),
    step: (i) =>
      tidy(() => {
        const x = rows[i % batches]!;
        const code = sigmoid(layer('encoder', x));
        const error = mean(sum(square(sub(layer('decoder', code), x)), -1));
        const loss = add(error, mul(sparsityPenalty(mean(code, 0)), 0.1));
        optimizer.apply(gradients(loss, parameters));
        return numberOf(loss);
      }),
  };
}

/** Σ ρ log(ρ / ρ̂) + (1 - ρ) log((1 - ρ) / (1 - ρ̂)) over the hidden units; `activity` is ρ̂, [hidden]. */
function sparsityPenalty(activity: Tensor): Tensor {
  const on = mul(log(div(sparsity, activity)), sparsity);
  const off = mul(log(div(1 - sparsity, sub(1, activity))), 1 - sparsity);
  return sum(add(on, off));
}
