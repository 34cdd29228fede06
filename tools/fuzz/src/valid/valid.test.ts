import { describe, expect, it } from 'vitest';
import { allRpcs } from '../rpcs.js';
import { validRequests } from './valid.js';

describe('validRequests', () => {
  it('has one for every RPC, and no other', () => {
    expect(Object.keys(validRequests).sort()).toEqual(allRpcs().map(({ path }) => path));
  });
});
