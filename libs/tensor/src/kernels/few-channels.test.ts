import { describe, expect, it } from 'vitest';
import { integers } from '../constants.js';
import { intAttribute, stringAttribute } from '../native/attributes.js';
import { run } from '../native/run.js';
import { randomStream } from '../random/index.js';
import { tidy } from '../scope.js';
import { floatsOf } from '../tensor.js';
import { inputGradientOfFewChannels } from './few-channels.js';

const random = randomStream(5, 'inputs');

describe('inputGradientOfFewChannels', () => {
  it.each([
    { padding: 'SAME', kernel: [4, 4, 3, 5], dy: [2, 4, 3, 5], shape: [2, 8, 6, 3] },
    { padding: 'SAME', kernel: [4, 2, 1, 2], dy: [2, 4, 3, 2], shape: [2, 7, 5, 1] },
    { padding: 'VALID', kernel: [6, 4, 8, 5], dy: [2, 4, 3, 5], shape: [2, 12, 8, 8] },
  ])('is what the plain kernel gives: %o', ({ padding, kernel, dy, shape }) => {
    tidy(() => {
      const [slopes, weights] = [random.normal(dy), random.normal(kernel)];
      const attributes = [
        intAttribute('strides', [1, 2, 2, 1]),
        stringAttribute('padding', padding),
      ];
      const plain = run('Conv2DBackpropInput', [integers(shape), weights, slopes], attributes);
      const actual = inputGradientOfFewChannels(slopes, weights, shape);
      expect(actual!.shape).toEqual(shape);
      const expected = floatsOf(plain);
      floatsOf(actual!).forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 4);
      });
    });
  });

  it.each([
    { what: 'many channels', kernel: [4, 4, 9, 1], dy: [1, 2, 2, 1], shape: [1, 4, 4, 9] },
    { what: 'odd kernels', kernel: [3, 4, 1, 1], dy: [1, 2, 2, 1], shape: [1, 4, 4, 1] },
    {
      what: 'rows that no kernel reaches',
      kernel: [2, 2, 1, 1],
      dy: [1, 2, 2, 1],
      shape: [1, 5, 4, 1],
    },
  ])('leaves $what to the plain kernel', ({ kernel, dy, shape }) => {
    tidy(() => {
      const [slopes, weights] = [random.normal(dy), random.normal(kernel)];
      expect(inputGradientOfFewChannels(slopes, weights, shape)).toBeUndefined();
    });
  });
});
