/**
 * One line of a log as people read it, e.g. `12:03:04 info job begun job=3f2a epoch=1`; the time is UTC. Text that is no
 * entry of a log stays as it is.
 */
export function readableLine(line: string): string {
  const entry = parseLogLine(line);
  if (!entry) return line;
  const { time, level, msg = '', err } = entry;
  const clock = typeof time === 'number' ? `${new Date(time).toISOString().slice(11, 19)} ` : '';
  const cause = err?.message === undefined ? '' : `: ${err.message}`;
  return `${clock}${levels[Number(level)] ?? 'info'} ${msg}${cause}${fieldsOf(entry)}`;
}

/** An entry of a log: what every one has, and fields of its own. */
export interface LogEntry extends Readonly<Record<string, unknown>> {
  readonly time?: unknown;
  readonly level?: unknown;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

/** The entry that a line of a log holds; undefined: other text. */
export function parseLogLine(line: string): LogEntry | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null ? (value as LogEntry) : undefined;
  } catch {
    return undefined;
  }
}

// The numbers of pino.
const levels: Readonly<Record<number, string>> = {
  ...{ 10: 'trace', 20: 'debug', 30: 'info', 40: 'warning', 50: 'error', 60: 'fatal' },
};

/** Told already, or the same in every line of a program. */
const shown = new Set(['time', 'level', 'msg', 'err', 'pid', 'hostname', 'name']);

function fieldsOf(entry: LogEntry): string {
  const fields = Object.entries(entry).filter(([key]) => !shown.has(key));
  return fields.map(([key, value]) => ` ${key}=${inWords(value)}`).join('');
}

function inWords(value: unknown): string {
  return typeof value === 'string' && !/[\s"=]/.test(value) ? value : JSON.stringify(value);
}
