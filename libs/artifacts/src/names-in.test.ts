import { describe, expect, it } from 'vitest';
import { namesIn } from './names-in.js';

const [a, b] = ['ab'.repeat(32), '0c'.repeat(32)];

describe('namesIn', () => {
  it('finds every name between other bytes', () => {
    expect(namesIn(Buffer.from(`\0\u0012@${a}\u0012@${b}x`))).toEqual([a, b]);
  });

  it('finds what a digit before or behind may hide', () => {
    expect(namesIn(Buffer.from(`f${a}`))).toEqual([`f${a.slice(0, 63)}`, a]);
  });

  it('finds none in shorter runs and in capitals', () => {
    expect(namesIn(Buffer.from(`${a.slice(1)} ${a.toUpperCase()}`))).toEqual([]);
  });
});
