import { describe, expect, it } from 'vitest';
import { utc } from './in-words.js';

describe('utc', () => {
  it('says a time to the second', () => {
    expect(utc({ seconds: 1n, nanos: 900_000_000 })).toBe('1970-01-01 00:00:01Z');
  });

  it.each([undefined, { seconds: 2n ** 62n, nanos: 0 }])('says that there is none (%#)', (time) => {
    expect(utc(time)).toBe('an unknown time');
  });
});
