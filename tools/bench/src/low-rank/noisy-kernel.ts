import type { Kernel } from '@polymath/compression';
import { add, batchMatMul, floatsOf, mul, randomStream, tidy } from '@polymath/tensor';

/** A random kernel of the given rank over its input and over its output channels, with noise of a tenth of its size. */
export function noisyKernel(options: { channels: number; size: number; rank: number }): Kernel {
  const { channels, size, rank } = options;
  const random = randomStream(1, 'kernel');
  const shape = [size, size, channels, channels] as const;
  const values = tidy(() => {
    const cores = random.normal([size, size, rank, rank]);
    const inward = batchMatMul(random.normal([channels, rank]), cores); // [size, size, channels, rank]
    const signal = batchMatMul(inward, random.normal([rank, channels])); // [size, size, channels, channels]
    return floatsOf(add(mul(signal, 1 / rank), random.normal(shape, 0, 0.1)));
  });
  return { shape, values };
}
