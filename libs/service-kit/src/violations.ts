import { invalidFields, type FieldViolation } from '@polymath/errors';

/** Collects what is wrong with a request, so that its sender learns of everything at once. */
export interface Violations {
  /** Notes a field, by its path in the proto, e.g. `teacher.sha256`, and what was expected and what came. */
  add(field: string, description: string): void;
  /** Demands a condition; the description says what was expected and what came. */
  that(condition: boolean, field: string, description: string): void;
  /** Demands a number, or a bigint, from `min` to `max`; NaN is never in range. */
  range(field: string, value: number | bigint, min: number, max: number): void;
  /** Demands something that is not missing and not empty. */
  present(field: string, value: string | object | undefined): void;
  /** Demands 64 lower-case hexadecimal digits. */
  sha256(field: string, value: string): void;
  /** The same collection, for the fields of the message at a path. */
  at(prefix: string): Violations;
  /** @throws invalid-input naming every noted field */
  throwIfAny(): void;
}

/** A request can hold millions of bad entries; its sender is told of the first few. */
const mostKept = 1000;

/** A collection that holds nothing yet. */
export function violations(): Violations {
  return collect([], '');
}

function collect(found: FieldViolation[], prefix: string): Violations {
  const add = (field: string, description: string) => {
    if (found.length < mostKept) found.push({ field: prefix + field, description });
  };
  const that = (condition: boolean, field: string, description: string) => {
    if (!condition) add(field, description);
  };
  return {
    add,
    that,
    range: (field, value, min, max) =>
      that(value >= min && value <= max, field, `must be from ${min} to ${max}, got ${value}`),
    present: (field, value) => that(value !== undefined && !isEmpty(value), field, 'is required'),
    sha256: (field, value) =>
      that(isSha256(value), field, `must be 64 lower-case hexadecimal digits, got "${value}"`),
    at: (path) => collect(found, `${prefix}${path}.`),
    throwIfAny: () => {
      if (found.length > 0) throw invalidFields(found);
    },
  };
}

function isEmpty(value: string | object): boolean {
  return (
    value === '' ||
    (ArrayBuffer.isView(value) && value.byteLength === 0) ||
    (Array.isArray(value) && value.length === 0)
  );
}

function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
