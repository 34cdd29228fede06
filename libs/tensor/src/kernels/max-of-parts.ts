import { PolymathError } from '@polymath/errors';
import { integer } from '../constants.js';
import { cached, intAttribute } from '../native/attributes.js';
import { run, runAll } from '../native/run.js';
import { shown } from '../shapes.js';
import { differentiable } from '../tape.js';
import type { Tensor } from '../tensor.js';
import { concat } from './concat.js';
import { reluGradient } from './relu.js';
import { sub } from './sub.js';

const attributes = cached((count: number) => [intAttribute('num_split', count)]);

/**
 * The largest of `count` equal parts of the last axis, elementwise. Where parts are equal, the gradient goes to the first.
 * @param x [..., count · channels], one part after the other
 * @returns [..., channels]
 * @throws invalid-input when the last axis cannot be parted so
 */
export function maxOfParts(x: Tensor, count: number): Tensor {
  const axis = x.shape.length - 1;
  if (!Number.isInteger(x.shape[axis]! / count)) {
    throw new PolymathError('invalid-input', `cannot part ${shown(x.shape)} into ${count}`);
  }
  const [first, ...others] = runAll('Split', [integer(axis), x], count, attributes(count));
  const largest = [first as Tensor]; // of the parts up to each
  for (const part of others) largest.push(run('Maximum', [largest.at(-1)!, part]));
  return differentiable(largest.at(-1)!, [x], (dy) => [
    () => {
      // From the last part to the first: each takes its share where it is above all before it.
      let rest = dy;
      const shares = others.toReversed().map((part, i) => {
        const share = reluGradient(rest, sub(part, largest.at(-2 - i)!));
        rest = sub(rest, share);
        return share;
      });
      return concat([rest, ...shares.reverse()], axis);
    },
  ]);
}
