import { parseArgs } from 'node:util';
import type { Option } from './option.js';

/** The options of a command by name: `studentEpochs` is given as `--student-epochs`. */
export type Options = Readonly<Record<string, Option<unknown>>>;

/** What a command gets for its options. */
export type ValuesOf<Declared extends Options> = {
  readonly [Name in keyof Declared]: Declared[Name] extends Option<infer Value> ? Value : never;
};

/** How an option is given: `--student-epochs`. */
export const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Reads a command line; of an option that is given twice the last counts. Throws one error that names all that is wrong. */
export function readOptions<Declared extends Options>(
  declared: Declared,
  args: readonly string[],
): ValuesOf<Declared> {
  const values = new Map(Object.entries(declared).map(([name, { fallback }]) => [name, fallback]));
  const names = new Map(Object.keys(declared).map((name) => [flagOf(name), name]));
  const wrong: string[] = [];
  for (const { flag, given } of givenOf(declared, args)) {
    const name = names.get(flag);
    const option = name === undefined ? undefined : declared[name];
    if (name === undefined || option === undefined) {
      wrong.push(`${flag} is no option`);
      continue;
    }
    const takesValue = option.placeholder !== undefined;
    const value = (given !== undefined) === takesValue ? option.read(given ?? '') : undefined;
    if (value !== undefined) values.set(name, value);
    else wrong.push(`${flag} must be ${option.expected}, got ${shown(given)}`);
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return Object.fromEntries(values) as ValuesOf<Declared>;
}

const shown = (given: string | undefined) => (given === undefined ? 'nothing' : `"${given}"`);

/** What a command line holds: flags with what follows them, and by themselves what follows none. */
function givenOf(
  declared: Options,
  args: readonly string[],
): { flag: string; given: string | undefined }[] {
  const types = Object.entries(declared).map(([name, { placeholder }]) => {
    const type = placeholder === undefined ? 'boolean' : 'string';
    return [flagOf(name).slice(2), { type }] as const;
  });
  const options = Object.fromEntries(types);
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  return tokens.flatMap((token, i) => {
    if (token.kind === 'option') return [{ flag: token.rawName, given: token.value }];
    // What follows an unknown flag was meant as its value.
    const before = tokens[i - 1];
    if (before?.kind === 'option' && !(before.name in options)) return [];
    return token.kind === 'positional' ? [{ flag: `"${token.value}"`, given: undefined }] : [];
  });
}
