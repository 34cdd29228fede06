import { describe, expect, it } from 'vitest';
import { checkServerVersion } from './settings.js';

describe('checkServerVersion', () => {
  it.each(['2.14.0', '2.15.2', '2.15.0-preview.1', '3.0.0'])('takes %s', (version) => {
    expect(() => checkServerVersion(version)).not.toThrow();
  });

  it.each(['2.13.9', '2.9.10', '1.4.1', 'unknown'])('refuses %s, naming it', (version) => {
    const message = `nats-server must be 2.14 or newer, got ${version}`;
    expect(() => checkServerVersion(version)).toThrow(message);
  });
});
