import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readInt16 } from '@polymath/datasets';
import { cwruRecord, resample, type Recording } from '@polymath/diagnosis';

interface Entry {
  file: string;
  record: number;
  rpm: number;
  fs_hz: number;
  samples: number;
  scale_g_per_lsb: number;
  sha256_raw: string;
  contiguous_runs?: [start: number, length: number][];
}

/** A recording with the speed that was measured, in g. */
export interface CwruRecording extends Recording {
  record: number;
  rpm: number;
}

/** Whether the packed records are in a folder. */
export const hasCwru = (folder: string): boolean => existsSync(join(folder, 'cwru/manifest.json'));

/** The packed records in `<folder>/cwru`, as they were sampled. */
export function readCwru(folder: string): CwruRecording[] {
  const at = (name: string) => join(folder, 'cwru', name);
  const entries = JSON.parse(readFileSync(at('manifest.json'), 'utf8')) as Entry[];
  return entries.map((entry) => {
    const raw = gunzipSync(readFileSync(at(entry.file)));
    const sum = createHash('sha256').update(raw).digest('hex');
    if (sum !== entry.sha256_raw) throw new Error(`${entry.file}: the checksum is ${sum}`);
    const { fs_hz: sampleRateHz, scale_g_per_lsb: scale } = entry;
    const { samples } = readInt16(raw, { sampleRateHz, scale }).channels[0]!;
    const runs = entry.contiguous_runs?.map(([start, length]) => ({ start, length }));
    const { rpm } = entry;
    return { ...cwruRecord(entry.record), samples, sampleRateHz, rpm, ...(runs && { runs }) };
  });
}

/** The records at 12 kHz, each run by itself. */
export function at12kHz(recordings: readonly CwruRecording[]): CwruRecording[] {
  const toHz = 12_000;
  return recordings.map((recording) => {
    if (recording.sampleRateHz === toHz) return recording;
    const whole = [{ start: 0, length: recording.samples.length }];
    const parts = (recording.runs ?? whole).map(({ start, length }) =>
      resample(recording.samples.subarray(start, start + length), {
        fromHz: recording.sampleRateHz,
        toHz,
      }),
    );
    const samples = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let start = 0;
    const runs = parts.map((part) => {
      samples.set(part, start);
      start += part.length;
      return { start: start - part.length, length: part.length };
    });
    return { ...recording, samples, sampleRateHz: toHz, runs };
  });
}
