import { Unit } from '@polymath/contracts/polymath/diagnosis/v1/recording';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { describe, expect, it } from 'vitest';
import { namesIn } from './checks.js';

describe('namesIn', () => {
  it('gives the names of what can be chosen, without what they share', () => {
    expect(namesIn(Unit)).toBe('G, METRES_PER_SECOND_SQUARED, MILLIMETRES_PER_SECOND, RAW');
    expect(namesIn(Architecture)).toMatch(/^LENET5, RESNET14, .*, MLP$/);
  });
});
