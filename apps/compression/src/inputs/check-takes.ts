import { PolymathError } from '@polymath/errors';
import type { Network } from '@polymath/tensor';

/**
 * Demands that a network takes images of the size that there are.
 * @param images shape of one, [height, width, channels]
 * @param name what the network is, for the message, e.g. `teacher 1`
 * @throws invalid-input with both shapes
 */
export function checkTakes(
  name: string,
  { graph }: Pick<Network, 'graph'>,
  images: readonly number[],
): void {
  const { shape } = graph.input;
  if (String(shape) === String(images)) return;
  throw new PolymathError(
    'invalid-input',
    `${name} takes [${shape.join(', ')}], the images are [${images.join(', ')}]`,
  );
}
