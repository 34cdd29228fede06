import { convolution, dense, GraphBuilder } from '@polymath/tensor';
import { describe, expect, it } from 'vitest';
import { largestRatio } from './largest-ratio.js';

/** One convolution, 4 to 8 channels, 3x3 on 6x6 pixels, and one dense layer, 288 to 10, both with a bias. */
const graph = (() => {
  const builder = new GraphBuilder([6, 6, 4]);
  builder.layer('conv', convolution([4, 8], 3, { padding: 1 }));
  builder.layer('flatten', { op: 'flatten' });
  builder.layer('fc', dense(288, 10));
  return builder.build();
})();

describe('largestRatio', () => {
  it('is that of rank 1 everywhere', () => {
    // Before: 9·4·8 + 8 + 288·10 + 10. After: 4·1 + 9·1·1 + 1·8 + 8 + 1·(288 + 10) + 10.
    expect(largestRatio(graph, undefined, 'parameters')).toBeCloseTo(3186 / 337, 12);
  });

  it('counts the other layers as they are', () => {
    expect(largestRatio(graph, ['conv'], 'parameters')).toBeCloseTo(3186 / (337 + 2582), 9);
  });

  it('counts multiply-adds at every pixel', () => {
    // Before: 36·288 + 2880. After: 36·(4 + 9 + 8) + 298.
    expect(largestRatio(graph, undefined, 'multiplyAdds')).toBeCloseTo(13_248 / 1054, 9);
  });

  it('is 1 where no rank costs less', () => {
    const builder = new GraphBuilder([2]);
    builder.layer('fc', dense(2, 2));
    expect(largestRatio(builder.build(), undefined, 'parameters')).toBe(1);
  });

  it('refuses a layer that cannot be decomposed', () => {
    expect(() => largestRatio(graph, ['flatten'], 'parameters')).toThrow('flatten');
  });
});
