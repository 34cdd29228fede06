import { describe, expect, it } from 'vitest';
import { findOnPath, isNewEnough, parseVersion } from './nats-server.mjs';

describe('parseVersion', () => {
  it('reads what nats-server --version prints', () => {
    expect(parseVersion('nats-server: v2.15.2\n')).toBe('2.15.2');
  });

  it('is undefined for anything else', () => {
    expect(parseVersion('command not found')).toBeUndefined();
  });
});

describe('isNewEnough', () => {
  it.each(['2.14.0', '2.15.2', '3.0.0'])('accepts %s', (version) => {
    expect(isNewEnough(version)).toBe(true);
  });

  it.each(['2.9.10', '2.13.9', '1.20.0'])('refuses %s', (version) => {
    expect(isNewEnough(version)).toBe(false);
  });
});

describe('findOnPath', () => {
  it('takes the first folder that has the program', () => {
    expect(findOnPath('sh', { PATH: '/nowhere:/bin:/usr/bin' })).toBe('/bin/sh');
  });

  it('is undefined where no folder has it', () => {
    expect(findOnPath('sh', { PATH: '/nowhere' })).toBeUndefined();
  });
});
