import type { Option } from './option.js';
import { flagOf, type Options } from './read-options.js';

/** What a command says of itself. */
export interface Description<Declared extends Options> {
  /** As `npm run` knows it, e.g. `bench:serve`. */
  name: string;
  /** What it measures, and what is printed. */
  what: string;
  /** What must be there before it can run. */
  needs: string;
  /** How long, by default and otherwise. */
  takes: string;
  options: Declared;
}

/** Columns. */
const width = 100;

/** What `--help` prints. */
export function helpOf({ name, what, needs, takes, options }: Description<Options>): string {
  const rows = Object.entries(options).map(([option, declared]) => rowOf(option, declared));
  rows.push(['--help', 'this text']);
  const indent = Math.max(...rows.map(([flag]) => flag.length)) + 4;
  const lines = rows.map(([flag, text]) => {
    const [first = '', ...rest] = wrap(text, width - indent);
    const more = rest.map((line) => `${' '.repeat(indent)}${line}`);
    return [`  ${flag.padEnd(indent - 2)}${first}`, ...more].join('\n');
  });
  const paragraphs = [what, `Needs ${needs}.`, `Takes ${takes}.`];
  const [about, ...conditions] = paragraphs.map((text) => wrap(text, width).join('\n'));
  return [`npm run ${name} -- [options]`, about, lines.join('\n'), ...conditions].join('\n\n');
}

function rowOf(name: string, { text, placeholder, shown }: Option<unknown>): [string, string] {
  const flag = placeholder === undefined ? flagOf(name) : `${flagOf(name)} ${placeholder}`;
  return [flag, shown === undefined ? text : `${text} (${shown})`];
}

/** Lines of so many columns at most, longer words apart. */
function wrap(text: string, columns: number): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    const isFull = last === undefined || last.length + 1 + word.length > columns;
    return isFull ? [...lines, word] : [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}
