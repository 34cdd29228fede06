import { status, type StatusObject } from '@grpc/grpc-js';
import { PolymathError, errorKinds } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import { fromStatus } from './error-from-status.js';
import { toStatus } from './error-to-status.js';

const roundTrip = (error: unknown) =>
  fromStatus(
    Object.assign<Error, StatusObject>(new Error('call failed'), toStatus(error)),
    'here:1',
  );

describe('toStatus', () => {
  it.each(errorKinds)('keeps the kind %s on its way to the client', (kind) => {
    expect(roundTrip(new PolymathError(kind, 'text')).kind).toBe(kind);
  });

  it('says nothing about an internal error', () => {
    expect(toStatus(new Error('password is 1234'))).toMatchObject({
      code: status.INTERNAL,
      details: 'internal error',
    });
  });

  it('keeps trailers small enough for every client', () => {
    const fields = Array.from({ length: 500 }, (_, i) => ({
      field: `ranks[${i}]`,
      description: 'x'.repeat(500),
    }));
    const { metadata } = toStatus(
      new PolymathError('invalid-input', 'x'.repeat(99_999), { fields }),
    );
    expect((metadata.get('grpc-status-details-bin')[0] as Buffer).length).toBeLessThan(7500);
  });
});

describe('fromStatus', () => {
  it('takes a foreign error for internal and keeps it as the cause', () => {
    const cause = new TypeError('x is undefined');
    expect(fromStatus(cause, 'here:1')).toMatchObject({ kind: 'internal', cause });
  });
});
