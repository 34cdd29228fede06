import { invalidFields, type PolymathError } from '@polymath/errors';
import type { RequestOption } from './request-options.js';

/**
 * The option that a field of a request is set by: `--batch-size` for `batch_size`, `--teacher` for `teacher.sha256`,
 * `--training.*` for `training`; the field itself when no option fits.
 */
export function optionForField(options: readonly RequestOption[], field: string): string {
  const plain = field.replaceAll(/\[\d+\]/g, '');
  const longest = options
    .filter((option) => isWithin(plain, protoPath(option)))
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (longest) {
    const rest = field.slice(protoPath(longest).length);
    const isPlain = rest === '' || longest.kind === 'artifact';
    return isPlain ? `--${longest.name}` : `--${longest.name} (${field})`;
  }
  const isGroup = options.some((option) => isWithin(protoPath(option), plain));
  return isGroup ? `--${plain.replaceAll('_', '-')}.*` : field;
}

/** The same error, its fields named as the options that set them. */
export function nameOptions(
  options: readonly RequestOption[],
  error: PolymathError,
): PolymathError {
  if (error.fields.length === 0) return error;
  return invalidFields(
    error.fields.map(({ field, description }) => ({
      field: field.startsWith('--') ? field : optionForField(options, field),
      description,
    })),
  );
}

function protoPath({ path }: RequestOption): string {
  return path.map(({ name }) => name).join('.');
}

function isWithin(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}.`);
}
