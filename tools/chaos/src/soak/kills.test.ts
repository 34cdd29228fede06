import { describe, expect, it } from 'vitest';
import { soakKills } from './kills.js';

const first = (seed: number, count: number) => {
  const kills = soakKills(seed);
  return Array.from({ length: count }, () => kills.next().value);
};

describe('soakKills', () => {
  it('gives the same kills for the same seed, and others for another', () => {
    expect(first(1, 20)).toEqual(first(1, 20));
    expect(first(1, 20)).not.toEqual(first(2, 20));
  });

  it('kills each kind of process, about every 20 s', () => {
    const kills = first(3, 300);
    const kinds = new Set(kills.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['kill engine', 'kill nats', 'kill service']);
    const mean = kills.reduce((sum, { afterMs }) => sum + afterMs, 0) / kills.length;
    expect(mean / 20_000).toBeCloseTo(1, 0);
    expect(Math.min(...kills.map(({ afterMs }) => afterMs))).toBeGreaterThanOrEqual(10_000);
  });
});
