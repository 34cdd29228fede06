import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
export function runPeer(
  diagnoser: Uint8Array,
  signal: Float32Array,
  options: { channels: number; seconds: number; windows: number },
): PeerResult {
  const python = pythonWith('stream', ['numpy==2.3.4']);
  const folder = mkdtempSync(join(tmpdir(), 'polymath-stream-'));
  try {
    writeFileSync(join(folder, 'diagnoser'), diagnoser);
    writeFileSync(join(folder, 'signal'), new Uint8Array(signal.buffer));
    const program = fileURLToPath(new URL('../../src/peer/stream.py', import.meta.url));
    const output = execFileSync(python.command, [program, folder, JSON.stringify(options)], {
      env: python.env,
      maxBuffer: 1e9,
    });
    return JSON.parse(output.toString()) as PeerResult;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
