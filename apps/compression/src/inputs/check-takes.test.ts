import { smallCnn } from '@polymath/compression';
import { describe, expect, it } from 'vitest';
import { checkTakes } from './check-takes.js';

describe('checkTakes', () => {
  const graph = smallCnn({ size: 4, channels: 1 });

  it('is content with images of the right size', () => {
    checkTakes('teacher 1', { graph }, [4, 4, 1]);
  });

  it('names both shapes otherwise', () => {
    expect(() => checkTakes('teacher 1', { graph }, [4, 4, 3])).toThrow(
      'teacher 1 takes [4, 4, 1], the images are [4, 4, 3]',
    );
  });
});
