import { describe, expect, it } from 'vitest';
import { bestMedian } from './best-median.js';

describe('bestMedian', () => {
  it('is the median of few values', () => {
    expect(bestMedian([5, 1, 9])).toBe(5);
  });

  it('is that of the best stretch of 20 values', () => {
    const busy = Array.from({ length: 40 }, () => 8);
    const quiet = Array.from({ length: 20 }, (_, i) => 1 + (i % 3));
    expect(bestMedian([...busy, ...quiet, ...busy])).toBe(2);
  });

  it('does not fall for a single fast value', () => {
    expect(bestMedian([...Array.from({ length: 40 }, () => 8), 1])).toBe(8);
  });
});
