import { forward, noGrad, numberOf, tidy, type Network } from '@polymath/tensor';
import { evaluationBatches, type InputSource } from '../classifier/input-source.js';
import { klDivergence } from '../soft-targets/losses.js';

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
