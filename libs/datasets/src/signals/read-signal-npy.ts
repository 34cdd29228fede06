import { PolymathError } from '@polymath/errors';
import { readNpy } from '../npy.js';
import { checkSampleRate, type Signal } from './signal.js';

/**
 * Reads a signal from an array that `numpy.save` wrote: [samples], or [samples, channels].
 * @param bytes the whole file
 * @param options samples a second, > 0: the file does not say
 * @returns channels `channel 1`, ...
 * @throws corrupt-data when it is no such file or of another number of dimensions; invalid-input for a bad rate
 */
export function readSignalNpy(
  bytes: Uint8Array,
  { sampleRateHz }: { sampleRateHz: number },
): Signal {
  checkSampleRate(sampleRateHz);
  const { shape, data } = readNpy(bytes);
  const [count = 0, width = 1] = shape;
  if (shape.length < 1 || shape.length > 2 || count < 1 || width < 1) {
    const got = `[${shape.join(', ')}]`;
    throw new PolymathError(
      'corrupt-data',
      `.npy file: expected [samples] or [samples, channels], got ${got}`,
    );
  }
  const samplesOf = (channel: number) =>
    Float32Array.from({ length: count }, (_, t) => Number(data[t * width + channel]));
  const channels = Array.from({ length: width }, (_, i) => ({
    name: `channel ${i + 1}`,
    samples: samplesOf(i),
  }));
  return { sampleRateHz, channels };
}
