import { describe, expect, it } from 'vitest';
import { readConfig } from './config.js';

describe('readConfig', () => {
  it('needs no setting', () => {
    expect(readConfig({})).toMatchObject({
      compressionAddress: '127.0.0.1:7601',
      dataDir: '.polymath',
      logLevel: 'info',
      concurrency: 1,
      checkpointMs: 60_000,
    });
  });

  it('takes settings from the environment', () => {
    const env = { POLYMATH_CONCURRENCY: '3', POLYMATH_NATS_URL: 'nats://there:4222' };
    expect(readConfig(env)).toMatchObject({ concurrency: 3, natsUrl: 'nats://there:4222' });
  });

  it('names every bad setting in one message', () => {
    const env = {
      POLYMATH_CONCURRENCY: '0',
      POLYMATH_GRACE_MS: '10s',
      POLYMATH_LOG_LEVEL: 'loud',
      POLYMATH_CHECKPOINT_MS: '-1',
    };
    expect(() => readConfig(env)).toThrow(
      /^bad settings: .*POLYMATH_LOG_LEVEL .* got "loud".*POLYMATH_CONCURRENCY .* got "0".*POLYMATH_GRACE_MS .* got "10s".*POLYMATH_CHECKPOINT_MS .* got "-1"$/,
    );
  });
});
