import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One option of a command: how it is asked for, what it is without that, what it must be. */
export interface Option<Value> {
  /** What it does, in the help. */
  readonly text: string;
  /** How the help names its value, e.g. `N`; a flag has none. */
  readonly placeholder: string | undefined;
  readonly fallback: Value;
  /** The fallback as the help shows it; undefined: the text says it. */
  readonly shown: string | undefined;
  /** E.g. `a whole number of at least 1`. */
  readonly expected: string;
  /** @returns undefined for what is not as expected */
  read(given: string): Value | undefined;
}

/** An option that is there or not. */
export const flag = (text: string): Option<boolean> => ({
  ...{
    text,
    placeholder: undefined,
    fallback: false,
    shown: undefined,
    expected: 'without a value',
  },
  read: () => true,
});

/** A number of things: 1, 2, ... */
export const count = (text: string, fallback: number): Option<number> => ({
  ...{ text, placeholder: 'N', fallback, shown: `${fallback}` },
  expected: 'a whole number of at least 1',
  read: (given) => wholeOf(given, 1),
});

/** As {@link count}, with a fallback that depends on other options. */
export const optionalCount = (text: string): Option<number | undefined> => ({
  ...count(text, 1),
  ...{ fallback: undefined, shown: undefined },
});

/** The seed of a run. */
export const seed = (text: string, fallback: number): Option<number> => ({
  ...{ text, placeholder: 'N', fallback, shown: `${fallback}` },
  expected: 'a whole number of at least 0',
  read: (given) => wholeOf(given, 0),
});

/** Seeds, one a run. */
export const seeds = (text: string, fallback: readonly number[]): Option<readonly number[]> => ({
  ...{ text, placeholder: 'N,N,...', fallback, shown: fallback.join() },
  expected: 'whole numbers of at least 0 with commas between them',
  read: (given) => allOf(given.split(',').map((part) => wholeOf(part, 0))),
});

/** A duration, rate or weight. */
export const amount = (
  text: string,
  fallback: number,
  { orZero = false } = {},
): Option<number> => ({
  ...{ text, placeholder: 'X', fallback, shown: `${fallback}` },
  expected: orZero ? 'a number of at least 0' : 'a number above 0',
  read: (given) => {
    const value = /^[\d.]+(e[+-]?\d+)?$/i.test(given) ? Number(given) : NaN;
    return Number.isFinite(value) && (orZero || value > 0) ? value : undefined;
  },
});

/** One of some names. */
export const choice = <Name extends string>(
  text: string,
  all: readonly Name[],
  fallback: Name,
): Option<Name> => ({
  ...{ text: `${text}: ${all.join(', ')}`, placeholder: 'NAME', fallback, shown: fallback },
  expected: `one of ${all.join(', ')}`,
  read: (given) => all.find((name) => name === given),
});

/** Some of all names; without it all of them. */
export const names = <Name extends string>(
  text: string,
  all: readonly Name[],
): Option<readonly Name[]> => ({
  ...{ text: `${text}: ${all.join(', ')}`, placeholder: 'NAME,...', fallback: all, shown: 'all' },
  expected: `of ${all.join(', ')}, with commas between them`,
  read: (given) => allOf(given.split(',').map((part) => all.find((name) => name === part))),
});

/** A file, a folder or a column. */
export const text = <Fallback extends string | undefined>(
  what: string,
  placeholder: string,
  fallback: Fallback,
): Option<string | Fallback> => ({
  ...{ text: what, placeholder, fallback, shown: fallback === '' ? undefined : fallback },
  expected: `a ${placeholder.toLowerCase()}`,
  read: (given) => (given === '' || given.startsWith('--') ? undefined : given),
});

function wholeOf(given: string, least: number): number | undefined {
  const value = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
  return value >= least ? value : undefined;
}

function allOf<Value>(values: readonly (Value | undefined)[]): Value[] | undefined {
  const found = values.filter((value) => value !== undefined);
  return found.length === values.length ? found : undefined;
}

/** The folder of what the repository does not hold. */
export const dataFolder = (what: string): Option<string> => {
  const folder = fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
  return { ...text(what, 'FOLDER', folder), shown: relative(process.cwd(), folder) };
};
