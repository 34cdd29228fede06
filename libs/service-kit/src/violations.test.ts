import { PolymathError } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import { violations, type Violations } from './violations.js';

function fieldsOf(fill: (check: Violations) => void) {
  const check = violations();
  fill(check);
  try {
    check.throwIfAny();
    return [];
  } catch (error) {
    return (error as PolymathError).fields;
  }
}

describe('violations', () => {
  it('throws nothing when everything is right', () => {
    expect(
      fieldsOf((check) => {
        check.range('epochs', 3, 1, 10);
        check.range('size_bytes', 10n, 1, 10);
        check.present('teacher', {});
        check.sha256('teacher.sha256', 'ab'.repeat(32));
        check.that(true, 'ranks', 'must be there');
      }),
    ).toEqual([]);
  });

  it('names every bad field with what was expected and what came', () => {
    expect(
      fieldsOf((check) => {
        check.range('epochs', 0, 1, 10);
        check.range('learning_rate', NaN, 0, 1);
        check.present('name', '');
        check.at('teacher').sha256('sha256', 'xyz');
      }),
    ).toEqual([
      { field: 'epochs', description: 'must be from 1 to 10, got 0' },
      { field: 'learning_rate', description: 'must be from 0 to 1, got NaN' },
      { field: 'name', description: 'is required' },
      {
        field: 'teacher.sha256',
        description: 'must be 64 lower-case hexadecimal digits, got "xyz"',
      },
    ]);
  });

  it('keeps the first thousand of millions', () => {
    const found = fieldsOf((check) => {
      for (let i = 0; i < 1_000_000; i++) check.add(`names[${i}]`, 'is required');
    });
    expect(found).toHaveLength(1000);
    expect(found.at(-1)!.field).toBe('names[999]');
  });
});
