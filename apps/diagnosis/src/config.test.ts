import { describe, expect, it } from 'vitest';
import { readConfig } from './config.js';

describe('readConfig', () => {
  it('needs no setting', () => {
    expect(readConfig({})).toMatchObject({ diagnosisAddress: '127.0.0.1:7603', concurrency: 1 });
  });

  it('names every bad setting in one message', () => {
    const env = { POLYMATH_CONCURRENCY: '0', POLYMATH_LOG_LEVEL: 'loud' };
    expect(() => readConfig(env)).toThrow(/POLYMATH_LOG_LEVEL .*POLYMATH_CONCURRENCY/);
  });
});
