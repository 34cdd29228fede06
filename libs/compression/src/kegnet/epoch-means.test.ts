import { describe, expect, it } from 'vitest';
import { EpochMeans } from './epoch-means.js';

describe('EpochMeans', () => {
  it('gives the mean of each metric since the epoch began', () => {
    const means = new EpochMeans();
    means.add({ loss: 1, accuracy: 0 });
    expect(means.add({ loss: 3, accuracy: 1 })).toEqual({ loss: 2, accuracy: 0.5 });
    means.reset();
    expect(means.add({ loss: 5 })).toEqual({ loss: 5 });
  });

  it('saves and loads copies: neither side changes the other', () => {
    const means = new EpochMeans();
    means.add({ loss: 1 });
    const saved = means.save();
    const other = new EpochMeans();
    other.load(saved);
    means.add({ loss: 9 });
    expect(other.add({ loss: 3 })).toEqual({ loss: 2 });
    expect(saved.state).toEqual({ sums: { loss: 1 }, count: 1 });
  });
});
