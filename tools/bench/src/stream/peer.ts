import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outputOf } from '../command/child-output.js';
import { pythonWith } from '../python-packages.js';

/** What the pipeline in NumPy reached. */
export interface PeerResult {
  p50Ms: number;
  p99Ms: number;
  windowsASecond: number;
  /** Of the signal's first windows, row after row. */
  probabilities: number[][];
  unknownScores: number[];
  memoryMb: { before: number; after: number };
}

/** Runs it, in a process of its own. */
export async function runPeer(
  diagnoser: Uint8Array,
  signal: Float32Array,
  options: { channels: number; seconds: number; windows: number },
): Promise<PeerResult> {
  const { command, env } = pythonWith('stream', ['numpy==2.3.4']);
  const folder = mkdtempSync(join(tmpdir(), 'numpy-'));
  writeFileSync(join(folder, 'diagnoser'), diagnoser);
  writeFileSync(join(folder, 'signal'), new Uint8Array(signal.buffer));
  const program = fileURLToPath(new URL('../../src/peer/stream.py', import.meta.url));
  const output = await outputOf(command, [program, folder, JSON.stringify(options)], env);
  return JSON.parse(output) as PeerResult;
}
