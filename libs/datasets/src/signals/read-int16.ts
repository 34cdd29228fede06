import { gunzipSync } from 'node:zlib';
import { PolymathError } from '@polymath/errors';
import { checkSampleRate, type Signal } from './signal.js';

/** What a file of bare numbers does not say. */
export interface Int16Options {
  /** Samples a second of each channel, > 0. */
  sampleRateHz: number;
  /** Units a step of the converter, not 0: x = n · scale. */
  scale: number;
  /** Channels in turn, >= 1; 1 unless given. */
  channels?: number;
}

const largestBytes = 2 ** 30;

/**
 * Reads bare little-endian 16-bit samples, plain or gzip.
 * @returns channels `channel 1`, ...
 * @throws corrupt-data when the bytes are no whole number of samples of each channel; invalid-input for a bad rate, scale or number of channels
 */
export function readInt16(
  bytes: Uint8Array,
  { sampleRateHz, scale, channels = 1 }: Int16Options,
): Signal {
  checkSampleRate(sampleRateHz);
  if (!Number.isFinite(scale) || scale === 0)
    throw new PolymathError('invalid-input', `scale must be finite and not 0, got ${scale}`);
  if (!Number.isSafeInteger(channels) || channels < 1)
    throw new PolymathError(
      'invalid-input',
      `channels must be a whole number of at least 1, got ${channels}`,
    );
  const raw = bytes[0] === 0x1f && bytes[1] === 0x8b ? unzip(bytes) : bytes;
  if (raw.length % (2 * channels) !== 0)
    throw new PolymathError(
      'corrupt-data',
      `int16 file: expected whole samples of ${channels} channels, got ${raw.length} bytes`,
    );
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
  const count = raw.length / 2 / channels;
  const samplesOf = (channel: number) =>
    Float32Array.from(
      { length: count },
      (_, t) => scale * view.getInt16(2 * (t * channels + channel), true),
    );
  return {
    sampleRateHz,
    channels: Array.from({ length: channels }, (_, i) => ({
      name: `channel ${i + 1}`,
      samples: samplesOf(i),
    })),
  };
}

function unzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: largestBytes });
  } catch (cause) {
    throw new PolymathError('corrupt-data', 'int16 file: cannot unpack its gzip', { cause });
  }
}
