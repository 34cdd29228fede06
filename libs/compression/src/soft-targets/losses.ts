import {
  abs,
  add,
  checkShapes,
  clip,
  less,
  logSoftmax,
  mean,
  mul,
  softmax,
  square,
  sub,
  sum,
  where,
  type Tensor,
} from '@polymath/tensor';
import { checkPositive } from '../classifier/settings.js';

/**
 * KL( softmax(teacher) ‖ softmax(student) ) = Σ_c q_c · (log q_c - log p_c), mean over the batch, in nats. It is computed as
 *     Σ_c q_c · (e^x - 1 - x)  with x = log p_c - log q_c,
 * which is the same because Σ p = Σ q = 1, but has no terms that cancel: all digits are right however near both are.
 * @param teacher logits, [batch, classes]
 * @param student logits, [batch, classes]
 */
export function klDivergence(teacher: Tensor, student: Tensor): Tensor {
  checkShapes({ teacher: [teacher, 'batch classes'], student: [student, 'batch classes'] });
  const [q, p] = [softmax(teacher), softmax(student)];
  const x = logRatio(student, teacher);
  const near = mul(q, excess(clip(x, -0.5, 0.5)));
  const far = sub(sub(p, q), mul(q, x));
  return mean(sum(where(less(abs(x), 0.5), near, far), -1));
}

/**
 * log p - log q of each class, [batch, classes], from the difference of the logits: that of the logarithms would have lost digits.
 * The rest is one number a sample, whose rounding the sum does not see.
 */
function logRatio(student: Tensor, teacher: Tensor): Tensor {
  const difference = sub(student, teacher);
  const logs = sub(logSoftmax(student), logSoftmax(teacher));
  return sub(difference, mean(sub(difference, logs), -1, true));
}

/** e^x - 1 - x = x²/2 · (1 + x/3 · (1 + x/4 · (...))) for |x| ≤ 1/2, to single precision. */
function excess(x: Tensor): Tensor {
  const innermost = add(mul(x, 1 / 9), 1);
  const rest = [8, 7, 6, 5, 4, 3].reduce((sum, k) => add(mul(mul(x, sum), 1 / k), 1), innermost);
  return mul(mul(square(x), 0.5), rest);
}

/**
 * Soft-target loss of Hinton et al. 2015 (section 2):
 *     L = T² · mean over the batch of KL( softmax(teacher / T) ‖ softmax(student / T) )
 * T² keeps the size of the gradient independent of T: it is T · (p - q) / batch.
 * @param student logits, [batch, classes]
 * @param teacher logits, [batch, classes]; constants
 * @param temperature T, > 0
 * @returns scalar, in nats
 */
export function softTargetLoss(student: Tensor, teacher: Tensor, temperature: number): Tensor {
  checkPositive({ temperature });
  const cooled = (logits: Tensor) => mul(logits, 1 / temperature);
  return mul(klDivergence(cooled(teacher), cooled(student)), temperature ** 2);
}
