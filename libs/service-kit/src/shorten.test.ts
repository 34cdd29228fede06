import { describe, expect, it } from 'vitest';
import { bytesInHeader, bytesInMessage, shorten } from './shorten.js';

describe('shorten', () => {
  it('keeps what fits', () => {
    expect(shorten('short', 5, bytesInMessage)).toBe('short');
  });

  it('counts bytes as they are sent', () => {
    // An ellipsis has three bytes of UTF-8, nine characters in a header; the character three and nine.
    expect(shorten('漢漢漢漢', 9, bytesInMessage)).toBe('漢漢…');
    expect(shorten('漢漢漢漢', 27, bytesInHeader)).toBe('漢漢…');
  });

  it('never cuts through a pair of surrogates', () => {
    for (let length = 4; length < 20; length++) {
      const shortened = shorten('😀'.repeat(10), length, bytesInMessage);
      expect(() => encodeURI(shortened)).not.toThrow();
      expect(Buffer.byteLength(shortened)).toBeLessThanOrEqual(length);
    }
  });

  it('replaces half of a pair, which cannot be sent', () => {
    expect(shorten('a\ud83db', 100, bytesInHeader)).toBe('a\ufffdb');
  });
});
