import { describe, expect, it } from 'vitest';
import { randomOf } from './random.js';

const draw = (...names: (string | number)[]) => {
  const random = randomOf(...names);
  return Array.from({ length: 8 }, () => random.below(1000));
};

describe('randomOf', () => {
  it('repeats for the same names', () => {
    expect(draw(1, 'GetJob', 7)).toEqual(draw(1, 'GetJob', 7));
  });

  it('differs for others', () => {
    expect(draw(1, 'GetJob', 7)).not.toEqual(draw(1, 'GetJob', 8));
  });
});
