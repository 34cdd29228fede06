import { defaultConnectionSettings } from '@polymath/events';
import { describe, expect, it } from 'vitest';
import { checkJobSettings, defaultJobSettings } from './settings.js';

const connection = { ...defaultConnectionSettings, url: 'nats://127.0.0.1:4222', name: 'test' };

describe('checkJobSettings', () => {
  it('takes the defaults', () => {
    expect(() => checkJobSettings(defaultJobSettings, connection)).not.toThrow();
  });

  it('demands a grace of three reconnect waits, since shorter ones steal jobs', () => {
    const settings = { ...defaultJobSettings, graceMs: 2999 };
    const message =
      'graceMs: must be at least 3000 (3 times the wait before a reconnect), got 2999';
    expect(() => checkJobSettings(settings, connection)).toThrow(message);
  });

  it('names every bad setting', () => {
    const settings = {
      ...defaultJobSettings,
      ackWaitMs: 1,
      maxAttempts: 0,
      concurrency: 0,
      backoffMs: [],
    };
    expect(() => checkJobSettings(settings, connection)).toThrow(
      /ackWaitMs.*maxAttempts.*concurrency.*backoffMs/,
    );
  });
});
