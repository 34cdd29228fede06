import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readInt16, readSignalCsv, readSignalNpy, readWav } from './index.js';

/** Made by tools/golden/src/wav.py from SciPy. */
const { cases } = JSON.parse(readFileSync(new URL('golden/wav.json', import.meta.url), 'utf8')) as {
  cases: Record<string, { file: string; channels: number[][] }>;
};
const fileOf = (name: string) => Buffer.from(cases[name]!.file, 'base64');
const text = (...lines: string[]) => Buffer.from(lines.join('\n'));

describe('readWav', () => {
  it.each(Object.keys(cases))('reads what SciPy writes: %s', (name) => {
    const { sampleRateHz, channels } = readWav(fileOf(name));
    expect(sampleRateHz).toBe(12_000);
    expect(channels.map(({ samples }) => samples)).toEqual(cases[name]!.channels.map((samples) => Float32Array.from(samples))); // prettier-ignore
    expect(channels[0]!.name).toBe('channel 1');
  });

  it('reads 24 bits: 0x400000 is half of full scale, 0x800000 its negative end', () => {
    const file = Buffer.from(fileOf('uint8').subarray(0, 50));
    file.writeUInt16LE(24, 34);
    file.writeUInt32LE(6, 40);
    file.set([0x00, 0x00, 0x40, 0x00, 0x00, 0x80], 44);
    expect([...readWav(file).channels[0]!.samples]).toEqual([0.5, -1]);
  });

  it('rejects files that are cut off, of another kind, or compressed', () => {
    const file = fileOf('int16, two channels');
    expect(() => readWav(file.subarray(0, 100))).toThrow('WAV file: expected 200 bytes of "data", got 56'); // prettier-ignore
    expect(() => readWav(text('no', 'sound'))).toThrow('WAV file: expected RIFF and WAVE, got');
    expect(() => readWav(file.subarray(0, 40))).toThrow('WAV file: expected a chunk "data", got none'); // prettier-ignore
    const coded = Buffer.from(file);
    coded.writeUInt16LE(85, 20);
    expect(() => readWav(coded)).toThrow('WAV file: expected 8, 16, 24 or 32 bits or floating point, got 16 bits of coding 85'); // prettier-ignore
  });
});

describe('readSignalCsv', () => {
  const rate = { sampleRateHz: 100 };

  it('reads names and numbers, columns in the order wanted', () => {
    const file = text('"x";y', '1;-2.5', '', '3e-1;4', '');
    const { channels, sampleRateHz } = readSignalCsv(file, { ...rate, columns: ['y', 'x'] });
    expect(sampleRateHz).toBe(100);
    expect(channels).toEqual([
      { name: 'y', samples: Float32Array.of(-2.5, 4) },
      { name: 'x', samples: Float32Array.of(1, 0.3) },
    ]);
  });

  it.each([',', '\t', ' ', '   '])('reads numbers without names, between them %j', (separator) => {
    const file = text(`1${separator}2`, `3${separator}4`);
    expect(readSignalCsv(file, rate).channels).toEqual([
      { name: 'column 1', samples: Float32Array.of(1, 3) },
      { name: 'column 2', samples: Float32Array.of(2, 4) },
    ]);
  });

  it('names the line that is wrong, and columns that there are not', () => {
    expect(() => readSignalCsv(text('1,2', '3'), rate)).toThrow('CSV file: line 2: expected 2 columns, got 1'); // prettier-ignore
    expect(() => readSignalCsv(text('a', '1', 'x'), rate)).toThrow('CSV file: line 3: expected numbers, got "x"'); // prettier-ignore
    expect(() => readSignalCsv(text('a'), rate)).toThrow('CSV file: expected numbers, got none');
    expect(() => readSignalCsv(text(''), rate)).toThrow('CSV file: expected numbers, got none');
    expect(() => readSignalCsv(text('a', '1'), { ...rate, columns: ['b'] })).toThrow('no column is named b; there are a'); // prettier-ignore
    expect(() => readSignalCsv(text('1'), { sampleRateHz: 0 })).toThrow('sampleRateHz must be above 0, got 0'); // prettier-ignore
  });
});

describe('readInt16', () => {
  const bytes = Uint8Array.of(1, 0, 255, 255, 0, 128, 2, 0);
  const options = { sampleRateHz: 12_000, scale: 0.5 };

  it('scales samples, plain and gzip, one channel or several in turn', () => {
    for (const file of [bytes, gzipSync(bytes)]) {
      expect([...readInt16(file, options).channels[0]!.samples]).toEqual([0.5, -0.5, -16_384, 1]);
    }
    const [first, second] = readInt16(bytes, { ...options, channels: 2 }).channels;
    expect([[...first!.samples], [...second!.samples]]).toEqual([[0.5, -16_384], [-0.5, 1]]); // prettier-ignore
  });

  it('rejects half a sample, a broken gzip, and settings out of range', () => {
    expect(() => readInt16(bytes.subarray(1), options)).toThrow('int16 file: expected whole samples of 1 channels, got 7 bytes'); // prettier-ignore
    expect(() => readInt16(gzipSync(bytes).subarray(0, 12), options)).toThrow('int16 file: cannot unpack its gzip'); // prettier-ignore
    expect(() => readInt16(bytes, { ...options, scale: 0 })).toThrow('scale must be finite and not 0, got 0'); // prettier-ignore
    expect(() => readInt16(bytes, { ...options, channels: 0 })).toThrow('channels must be a whole number of at least 1, got 0'); // prettier-ignore
  });
});

describe('readSignalNpy', () => {
  /** A file as NumPy's format says: magic, version 1.0, the length of the header, the header, the elements. */
  const npy = (shape: string, elements: Float64Array) => {
    const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117);
    const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]);
    return Buffer.concat([start, Buffer.from(`${header}\n`), Buffer.from(elements.buffer)]);
  };

  it('reads one channel, or one a column', () => {
    const elements = Float64Array.of(1, 2, 3, 4);
    expect(readSignalNpy(npy('4,', elements), { sampleRateHz: 50 })).toEqual({
      sampleRateHz: 50,
      channels: [{ name: 'channel 1', samples: Float32Array.of(1, 2, 3, 4) }],
    });
    const [, second] = readSignalNpy(npy('2, 2', elements), { sampleRateHz: 50 }).channels;
    expect([...second!.samples]).toEqual([2, 4]);
  });

  it('rejects arrays of other dimensions', () => {
    const cube = npy('1, 2, 2', Float64Array.of(1, 2, 3, 4));
    expect(() => readSignalNpy(cube, { sampleRateHz: 50 })).toThrow('.npy file: expected [samples] or [samples, channels], got [1, 2, 2]'); // prettier-ignore
  });
});
