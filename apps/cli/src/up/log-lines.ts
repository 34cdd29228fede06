import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** One line of a log file as people read it: `12:03:04 error failed: cannot listen`; other text stays as it is. */
export function readable(line: string): string {
  const entry = parse(line);
  if (!entry) return line;
  const { time, level, msg, err } = entry;
  const clock = typeof time === 'number' ? `${new Date(time).toISOString().slice(11, 19)} ` : '';
  const cause = err?.message === undefined ? '' : `: ${err.message}`;
  return `${clock}${levels[Number(level)] ?? 'info'} ${msg ?? ''}${cause}`;
}

// The numbers of pino.
const levels: Readonly<Record<number, string>> = {
  ...{ 10: 'trace', 20: 'debug', 30: 'info', 40: 'warning', 50: 'error', 60: 'fatal' },
};

interface LogEntry {
  time?: unknown;
  level?: unknown;
  msg?: string;
  err?: { message?: string };
  engine?: { library?: string; version?: string; device?: string; threads?: number };
}

function parse(line: string): LogEntry | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The last lines of a file from an offset on, as people read them. */
export function lastLines(path: string, offset: number, count: number): string[] {
  return linesFrom(path, offset).slice(-count).map(readable);
}

/** The engine that a service said it computes with, in its log, e.g. `tensorflow 2.21.0, cpu, 2 threads`. */
export function engineIn(path: string, offset: number): string {
  const engines = linesFrom(path, offset).flatMap((line) => parse(line)?.engine ?? []);
  const engine = engines.at(-1);
  if (!engine) return '';
  const { library = '', version = '', device = '', threads = 0 } = engine;
  return `${library} ${version}, ${device}, ${threads} thread${threads === 1 ? '' : 's'}`;
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
