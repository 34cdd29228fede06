import { describe, expect, it } from 'vitest';
import { PolymathError, invalidFields } from './polymath-error.js';

describe('PolymathError', () => {
  it('keeps its cause', () => {
    const cause = new Error('disk gone');
    expect(new PolymathError('internal', 'cannot save', { cause }).cause).toBe(cause);
  });

  it('passes through from() unchanged', () => {
    const error = new PolymathError('not-found', 'no such job');
    expect(PolymathError.from(error)).toBe(error);
  });

  it('wraps a foreign error as internal', () => {
    const cause = new TypeError('x is undefined');
    expect(PolymathError.from(cause)).toMatchObject({ kind: 'internal', cause });
  });

  it.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('takes %s for a full disk', (code) => {
    const cause = Object.assign(new Error(`${code}: write`), { code });
    expect(PolymathError.from(cause)).toMatchObject({
      ...{
        kind: 'resource-exhausted',
        message: `no space left on the disk (${code}: write)`,
        cause,
      },
    });
  });

  it('takes an aborted signal for cancelled', () => {
    const signal = AbortSignal.abort();
    expect(PolymathError.from(signal.reason).kind).toBe('cancelled');
  });
});

describe('invalidFields', () => {
  it('names every bad field in the message', () => {
    const error = invalidFields([
      { field: 'steps', description: 'must be at least 1, got 0' },
      { field: 'seed', description: 'must be a whole number, got 0.5' },
    ]);
    expect(error.message).toBe(
      'steps: must be at least 1, got 0; seed: must be a whole number, got 0.5',
    );
    expect(error.fields).toHaveLength(2);
  });
});
