import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Recording } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecording } from './read-recording.js';
import { readAtRate } from './windows.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'polymath-recording-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: Uint8Array | string, patch: object, reader = readRecording) {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  const file = { sha256: 'a1'.repeat(32) };
  return reader(
    { input: () => path },
    Recording.fromPartial({ file, sampleRateHz: 100, ...patch }),
  );
}
const format = ($case: string, value: object = {}) => ({ format: { $case, value } });
const int16 = Buffer.from(Int16Array.of(1, 10, 2, 20, 3, 30).buffer);

/** Two channels of 16 bits at 50 Hz: [0.5, 0.25] and [-0.5, 0]. */
function wav(): Buffer {
  const bytes = Buffer.alloc(52);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(44, 4);
  bytes.write('WAVEfmt ', 8);
  [16, 1 | (2 << 16), 50, 200, 4 | (16 << 16)].forEach((n, i) =>
    bytes.writeUInt32LE(n, 16 + 4 * i),
  );
  bytes.write('data', 36);
  bytes.writeUInt32LE(8, 40);
  [16384, -16384, 8192, 0].forEach((n, i) => bytes.writeInt16LE(n, 44 + 2 * i));
  return bytes;
}

describe('readRecording', () => {
  it.each<[string, Uint8Array | string, object, number, number[]]>([
    ['the first column of a table', '1\n2\n', format('csv'), 100, [1, 2]],
    ['a column by its name', 'a,b\n1,3\n2,4\n', format('csv', { column: 'b' }), 100, [3, 4]],
    ['a scaled channel of int16', int16, format('int16', { scale: 0.5, channels: 2, channel: 2 }), 100, [5, 10, 15]],
    ['a WAV file at the rate that it says', wav(), { ...format('wav'), sampleRateHz: 0 }, 50, [0.5, 0.25]],
    ['a channel of a WAV file in its unit', wav(), { ...format('wav', { channel: 2, fullScale: 4 }), sampleRateHz: 50 }, 50, [-2, 0]],
  ])('reads %s', (_, content, patch, sampleRateHz, samples) => {
    const found = read(content, patch);
    expect(found.sampleRateHz).toBe(sampleRateHz);
    expect([...found.samples]).toEqual(samples);
  }); // prettier-ignore

  it.each<[string, Uint8Array | string, object, string]>([
    ['another rate than the file says', wav(), format('wav'), 'recording.sample_rate_hz: the WAV file says 50, got 100'],
    ['a channel that there is not', int16, format('int16', { scale: 1, channel: 2 }), 'recording.int16.channel: channel 2 was asked for, there are 1'],
    ['a channel that a WAV file has not', wav(), { ...format('wav', { channel: 3 }), sampleRateHz: 0 }, 'recording.wav.channel: channel 3 was asked for, there are 2'],
    ['a column that there is not', 'a\n1\n', format('csv', { column: 'b' }), 'recording.csv.column: no column is named b; there are a'],
    ['a file of another format', '1\n2\n', format('mat', { variable: 'x' }), 'MAT file'],
  ])('refuses %s', (_, content, patch, message) => {
    expect(() => read(content, patch)).toThrow(message);
  }); // prettier-ignore
});

describe('readAtRate', () => {
  const at = (hertz: number) =>
    read(int16, format('int16', { scale: 1 }), (files, recording) => ({ sampleRateHz: hertz, samples: readAtRate(files, recording, hertz) })).samples; // prettier-ignore

  it('resamples to a lower rate, and leaves the same one as it is', () => {
    expect(at(50)).toHaveLength(3);
    expect([...at(100)]).toEqual([1, 10, 2, 20, 3, 30]);
  });

  it('refuses a recording that lacks what a higher rate holds', () => {
    expect(() => at(200)).toThrow('record at 200 Hz or more, or train at 100 Hz');
  });
});
