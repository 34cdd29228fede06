import { PolymathError } from '@polymath/errors';
import type { Signal } from './signal.js';

interface Format {
  /** 1: whole numbers, 3: floating point. */
  coding: number;
  channels: number;
  sampleRateHz: number;
  bits: number;
}

type Read = (view: DataView, at: number) => number;

/** How a sample is read, by coding and bits; whole numbers are scaled so that full scale is 1. */
const readers: Readonly<Record<string, Read>> = {
  '1/8': (view, at) => (view.getUint8(at) - 128) / 2 ** 7,
  '1/16': (view, at) => view.getInt16(at, true) / 2 ** 15,
  '1/24': (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23,
  '1/32': (view, at) => view.getInt32(at, true) / 2 ** 31,
  '3/32': (view, at) => view.getFloat32(at, true),
  '3/64': (view, at) => view.getFloat64(at, true),
};

const extensible = 0xfffe;

/**
 * Reads a WAV file of uncompressed samples (RIFF; 8, 16, 24 or 32 bits, or floating point). Samples of whole numbers are in shares of full scale:
 * what that is in g or m/s², the file does not say.
 * @param bytes the whole file
 * @returns channels `channel 1`, `channel 2`, ...
 * @throws corrupt-data that says what was expected and what came
 */
export function readWav(bytes: Uint8Array): Signal {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [riff, wave] = [textAt(bytes, 0), textAt(bytes, 8)];
  if (riff !== 'RIFF' || wave !== 'WAVE') throw corrupt('RIFF and WAVE', `${riff} and ${wave}`);
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const [name, size] = [textAt(bytes, at), view.getUint32(at + 4, true)];
    const start = at + 8;
    if (start + size > bytes.length)
      throw corrupt(`${size} bytes of "${name}"`, `${bytes.length - start}`);
    if (name === 'fmt ') format = formatOf(view, start, size);
    if (name === 'data')
      return signalOf(new DataView(bytes.buffer, bytes.byteOffset + start, size), format);
    at = start + size + (size % 2);
  }
  throw corrupt('a chunk "data"', 'none');
}

function formatOf(view: DataView, at: number, size: number): Format {
  if (size < 16) throw corrupt('16 bytes of format', `${size}`);
  const named = view.getUint16(at, true);
  return {
    // The extended form names the coding in the first two bytes of an identifier.
    coding: named === extensible && size >= 26 ? view.getUint16(at + 24, true) : named,
    channels: view.getUint16(at + 2, true),
    sampleRateHz: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

function signalOf(data: DataView, format: Format | undefined): Signal {
  if (!format) throw corrupt('a format before the samples', 'none');
  const { coding, channels, sampleRateHz, bits } = format;
  const read = readers[`${coding}/${bits}`];
  if (!read)
    throw corrupt('8, 16, 24 or 32 bits or floating point', `${bits} bits of coding ${coding}`);
  const frame = (channels * bits) / 8;
  if (channels < 1 || sampleRateHz < 1 || data.byteLength % frame !== 0) {
    const got = `${channels} at ${sampleRateHz} Hz in ${data.byteLength} bytes`;
    throw corrupt('whole samples of at least one channel', got);
  }
  const count = data.byteLength / frame;
  const samplesOf = (channel: number) =>
    Float32Array.from({ length: count }, (_, t) => read(data, t * frame + (channel * bits) / 8));
  const all = Array.from({ length: channels }, (_, i) => ({
    name: `channel ${i + 1}`,
    samples: samplesOf(i),
  }));
  return { sampleRateHz, channels: all };
}

const textAt = (bytes: Uint8Array, at: number) =>
  String.fromCharCode(...bytes.subarray(at, at + 4));

const corrupt = (expected: string, got: string) =>
  new PolymathError('corrupt-data', `WAV file: expected ${expected}, got ${got}`);
