import { pino, type DestinationStream, type Logger } from 'pino';
import { readableLine } from './readable-line.js';

export type { Logger } from 'pino';

/** How much to log, least first. */
export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** One of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number];

/**
 * The logger of a process: one JSON object a line, on standard output unless told otherwise; on a terminal, lines for
 * people. Errors go under the key `err`, with their causes.
 * @param name which program speaks, e.g. `compression`
 */
export function createLogger(
  name: string,
  level: LogLevel = 'info',
  destination: DestinationStream | undefined = process.stdout.isTTY ? terminal : undefined,
): Logger {
  return destination ? pino({ name, level }, destination) : pino({ name, level });
}

const terminal: DestinationStream = {
  write: (line) => void process.stdout.write(`${readableLine(line.trimEnd())}\n`),
};
