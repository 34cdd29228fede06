import type { Timestamp } from '@polymath/contracts/google/protobuf/timestamp';

/** A time of a record or an event, in milliseconds since 1970; undefined where there is none. */
export function toMs(time: Timestamp | undefined): number | undefined {
  return time && Number(time.seconds) * 1000 + time.nanos / 1e6;
}

/** A time in milliseconds as `0:07`, `12:34` or `1:02:03`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(s).padStart(2, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${tail}` : `${m}:${tail}`;
}

/** A size as `812 B`, `61.4 kB`, `47.0 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(1)} ${units[unit]!}`;
}

/** A whole number with its thousands apart: `61,706`. */
export function formatCount(count: number | bigint): string {
  return count.toLocaleString('en-US');
}

/** A figure of a job in at most about eight characters: `61,706`, `0.9891`, `3.2e-5`. */
export function formatFigure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return formatCount(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(1);
}

/** The words of a camel-case name: `validation accuracy`, `recall at 8`. */
export function words(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=At)(?=\d)/g, ' ').toLowerCase();
}

/** A figure of a job as name and value, times in a unit that suits them: `time per image`, `41.1 µs`. */
export function figureRow([name, value]: readonly [string, number]): [string, string] {
  if (!/seconds per/.test(words(name))) return [words(name), formatFigure(value)];
  return [words(name).replace('seconds per', 'time per'), formatSeconds(value)];
}

/** A short time as `1.5 s`, `3.25 ms`, `41.1 µs`. */
function formatSeconds(seconds: number): string {
  const units = [['s', 1], ['ms', 1e3], ['µs', 1e6]] as const; // prettier-ignore
  const [unit, factor] = units.find(([, times]) => seconds * times >= 1) ?? units[2];
  return `${Number((seconds * factor).toPrecision(3))} ${unit}`;
}
