import { InvalidArgumentError } from 'commander';

/** Where a demo's results go unless told otherwise, e.g. `polymath-demo-2031-05-17-142501`. */
export function resultsFolder(time: Date): string {
  return `polymath-demo-${time.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '')}`;
}

/** A whole number of at least 1 from the command line. */
export function toCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError('It must be a whole number of at least 1.');
}

/** How many times real time, from the command line; 0: at once. */
export function toPace(text: string): number {
  const value = Number(text);
  if (text !== '' && value >= 0 && value < Infinity) return value;
  throw new InvalidArgumentError('It must be a number of at least 0.');
}
