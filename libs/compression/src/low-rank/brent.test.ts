import { describe, expect, it } from 'vitest';
import { minimizeBounded } from './brent.js';

describe('minimizeBounded', () => {
  it('finds the vertex of a parabola in a few steps', () => {
    let calls = 0;
    const { x, value } = minimizeBounded((at) => (calls++, (at - 2) ** 2 + 1), [0, 5], 1e-9);
    expect(x).toBeCloseTo(2, 7);
    expect(value).toBeCloseTo(1, 12);
    expect(calls).toBeLessThan(10);
  });

  it('finds a minimum where the function is not smooth', () => {
    expect(minimizeBounded((x) => Math.abs(x - 0.3), [-1, 1], 1e-9).x).toBeCloseTo(0.3, 8);
  });

  it('finds the minimum of x - log x at 1', () => {
    expect(minimizeBounded((x) => x - Math.log(x), [1e-6, 50], 1e-9).x).toBeCloseTo(1, 6);
  });

  it('comes close to an end at which the function is smallest', () => {
    expect(minimizeBounded((x) => x, [3, 4], 1e-9).x).toBeCloseTo(3, 6);
    expect(minimizeBounded((x) => -x, [3, 4], 1e-9).x).toBeCloseTo(4, 6);
  });

  it('never leaves the interval', () => {
    const tried: number[] = [];
    minimizeBounded((x) => (tried.push(x), Math.cos(3 * x) + x / 5), [0, 4], 1e-9);
    expect(Math.min(...tried)).toBeGreaterThan(0);
    expect(Math.max(...tried)).toBeLessThan(4);
  });

  it('gives the only point of an empty interval', () => {
    expect(minimizeBounded((x) => x * x, [2, 2], 1e-9)).toEqual({ x: 2, value: 4 });
  });
});
