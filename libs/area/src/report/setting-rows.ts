import { wordsOf } from './curve-section.js';

/** More rows than these are not read. */
const mostRows = 60;

/**
 * Settings as rows of name and value, in words: what is nested is named by its path, e.g. `stage 1 › batch size`; what is not set is left
 * out.
 */
export function settingRows(settings: object): [name: string, value: string][] {
  const rows = rowsOf(settings, '');
  if (rows.length <= mostRows) return rows;
  return [...rows.slice(0, mostRows), ['...', `${rows.length - mostRows} more`]];
}

function rowsOf(value: unknown, path: string): [string, string][] {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) return rowsOfList(value, path);
  if (typeof value !== 'object') return [[path, textOf(value, path)]];
  if ('sha256' in value) return [[path, artifactText(value as NamedArtifact)]];
  // E.g. a choice that has no settings of its own, or those that are usual.
  if (Object.keys(value).length === 0) return [[path, 'as usual']];
  return Object.entries(value).flatMap(([key, inner]) =>
    rowsOf(inner, path === '' ? wordsOf(key) : `${path} › ${wordsOf(key)}`),
  );
}

function rowsOfList(values: readonly unknown[], path: string): [string, string][] {
  if (values.length === 0) return [];
  if (values.every((value) => typeof value !== 'object')) return [[path, values.map((value) => textOf(value, path)).join(', ')]]; // prettier-ignore
  return values.flatMap((value, i) => rowsOf(value, `${path.replace(/s$/, '')} ${i + 1}`));
}

interface NamedArtifact {
  sha256: string;
  name?: string;
}

/** An artifact by its name, and by as much of its hash as tells it from others here: the whole stands with the data. */
const artifactText = ({ sha256, name }: NamedArtifact): string =>
  `${name ? `${name}, ` : ''}${sha256.slice(0, 12)}`;

function textOf(value: unknown, path: string): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? withoutPrefix(value, path) : String(value);
}

/** A value of an enum as the command line takes it, `lenet5` for `ARCHITECTURE_LENET5`; any other text as it is. */
function withoutPrefix(text: string, path: string): string {
  const name = path.split(' › ').at(-1)!.replace(/s$/, '').replaceAll(' ', '_').toUpperCase();
  const [, rest] = new RegExp(`^(?:[A-Z0-9]+_)*?${name}_([A-Z0-9_]+)$`).exec(text) ?? [];
  return rest === undefined ? text : rest.toLowerCase().replaceAll('_', '-');
}
