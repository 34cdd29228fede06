import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { parseLogLine, readableLine } from '@polymath/service-kit';

/** The last lines of a file from an offset on, as people read them. */
export function lastLines(path: string, offset: number, count: number): string[] {
  return linesFrom(path, offset).slice(-count).map(readableLine);
}

/** The engine that a service said it computes with, in its log, e.g. `tensorflow 2.21.0, cpu, 2 threads`. */
export function engineIn(path: string, offset: number): string {
  const engines = linesFrom(path, offset).flatMap((line) => engineOf(line) ?? []);
  const engine = engines.at(-1);
  if (!engine) return '';
  const { library = '', version = '', device = '', threads = 0 } = engine;
  return `${library} ${version}, ${device}, ${threads} thread${threads === 1 ? '' : 's'}`;
}

interface Engine {
  library?: string;
  version?: string;
  device?: string;
  threads?: number;
}

function engineOf(line: string): Engine | undefined {
  return parseLogLine(line)?.['engine'] as Engine | undefined;
}

/** At most so much of the end of a log is read. */
const windowBytes = 256 * 1024;

function linesFrom(path: string, offset: number): string[] {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const begin = Math.max(offset, size - windowBytes);
  const bytes = Buffer.alloc(Math.max(0, size - begin));
  if (bytes.length === 0) return [];
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, bytes.length, begin);
  } finally {
    closeSync(file);
  }
  return bytes.toString().trimEnd().split('\n');
}
