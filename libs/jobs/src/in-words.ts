import type { Timestamp } from '@polymath/contracts/google/protobuf/timestamp';
import { fromTimestamp } from '@polymath/events';

/** The longest part of an error's message that stands in a sentence, in characters. */
const longestQuote = 200;

/** A time in UTC, e.g. `2026-03-01 12:00:07Z`; a record that others wrote may lack it, or have one that is in no calendar. */
export function utc(time: Timestamp | undefined): string {
  const date = new Date(fromTimestamp(time) ?? NaN);
  if (Number.isNaN(date.getTime())) return 'an unknown time';
  return `${date.toISOString().replace('T', ' ').slice(0, 19)}Z`;
}

/** Milliseconds as people say them, in one unit: `4 s`, `3 min`, `5 h`, `2 days`. */
export function duration(timeMs: number): string {
  const seconds = Math.max(0, Math.round(timeMs / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 2 * 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / (24 * 3600))} days`;
}

/** A number of things, e.g. `1 job`, `2 jobs`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** The first line of a text, cut where it is too long for a sentence. */
export function quote(text: string): string {
  const [line = ''] = text.split('\n');
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}...` : line;
}
