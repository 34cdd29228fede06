import type { Parameters } from '../parameter.js';
import { maybeGrad } from '../tape.js';
import type { Tensor } from '../tensor.js';

/**
 * The gradients of a loss with respect to the trainable parameters, by name; those that do not lead to it are left out.
 * @param loss scalar; of a larger tensor, the gradients of its sum
 */
export function gradients(loss: Tensor, parameters: Parameters): Map<string, Tensor> {
  const trainable = [...parameters].filter(([, { requiresGrad }]) => requiresGrad);
  const found = maybeGrad(
    loss,
    trainable.map(([, parameter]) => parameter),
  );
  return new Map(
    trainable.flatMap(([name], i) => {
      const gradient = found[i];
      return gradient ? [[name, gradient]] : [];
    }),
  );
}
