import type { RandomStream } from '@polymath/tensor';

/** A uniform number in (0, 1). */
export const uniform = (random: RandomStream): number => (random.uint32() + 0.5) / 2 ** 32;

/** A standard normal number (Box and Muller 1958). */
export const gaussian = (random: RandomStream): number =>
  Math.sqrt(-2 * Math.log(uniform(random))) * Math.cos(2 * Math.PI * uniform(random));
