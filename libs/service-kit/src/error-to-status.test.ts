import { status, type StatusObject } from '@grpc/grpc-js';
import { PolymathError, errorKinds } from '@polymath/errors';
import { describe, expect, it } from 'vitest';
import { fromStatus } from './error-from-status.js';
import { toStatus } from './error-to-status.js';
import { notFound } from './missing-resource.js';

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

  it.each(['x', '漢', '😀'])('keeps trailers of %s small enough for every client', (character) => {
    const fields = Array.from({ length: 500 }, (_, i) => ({
      field: `ranks[${i}]`,
      description: character.repeat(500),
    }));
    const { metadata, details } = toStatus(
      new PolymathError('invalid-input', character.repeat(99_999), { fields }),
    );
    expect((metadata.get('grpc-status-details-bin')[0] as Buffer).length).toBeLessThan(7500);
    expect(encodeURI(details).length).toBeLessThanOrEqual(2000);
  });

  it('shortens the name of what is missing', () => {
    const { metadata } = toStatus(notFound('job', 'x'.repeat(99_999)));
    expect((metadata.get('grpc-status-details-bin')[0] as Buffer).length).toBeLessThan(2500);
  });
});

describe('fromStatus', () => {
  it('takes a foreign error for internal and keeps it as the cause', () => {
    const cause = new TypeError('x is undefined');
    expect(fromStatus(cause, 'here:1')).toMatchObject({ kind: 'internal', cause });
  });
});
