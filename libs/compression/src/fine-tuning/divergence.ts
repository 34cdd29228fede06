import {
  forward,
  logSoftmax,
  mean,
  mul,
  noGrad,
  numberOf,
  softmax,
  sub,
  sum,
  tidy,
  type Network,
  type Tensor,
} from '@polymath/tensor';
import { evaluationBatches, type InputSource } from '../classifier/input-source.js';

/**
 * KL( softmax(teacher) ‖ softmax(student) ) = Σ_c p_c · (log p_c - log q_c), mean over the batch, in nats.
 * @param teacher logits, [batch, classes]
 * @param student logits, [batch, classes]
 */
export function klDivergence(teacher: Tensor, student: Tensor): Tensor {
  const difference = sub(logSoftmax(teacher), logSoftmax(student));
  return mean(sum(mul(softmax(teacher), difference), -1));
}

/** The mean divergence of a student from its teacher over inputs, in nats; zero where they agree. */
export function divergenceOn(inputs: InputSource, teacher: Network, student: Network): number {
  let total = 0;
  for (const batch of evaluationBatches(inputs.count)) {
    const divergence = tidy(() =>
      noGrad(() => {
        const x = inputs.batch(batch);
        return numberOf(klDivergence(forward(teacher, x), forward(student, x)));
      }),
    );
    total += divergence * batch.length;
  }
  return total / inputs.count;
}
