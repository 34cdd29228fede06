import { PolymathError } from '@polymath/errors';
import type { Shape } from './tensor.js';

/**
 * Checks tensors against named dimensions: `checkShapes({ student: [student, 'batch classes'], teacher: [teacher, 'batch
 * classes'] })`. The same name means the same size throughout; a number means itself.
 * @returns the size of each name
 * @throws invalid-input that names the tensor, what was expected and what came
 */
export function checkShapes(
  tensors: Readonly<Record<string, readonly [{ shape: Shape }, string]>>,
): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const [name, [t, words]] of Object.entries(tensors)) {
    const expected = words === '' ? [] : words.split(' ');
    const fits =
      expected.length === t.shape.length &&
      expected.every((word, i) => {
        const size = t.shape[i] as number;
        return size === (/^\d+$/.test(word) ? Number(word) : (sizes[word] ??= size));
      });
    if (!fits) throw mismatch(name, expected, t.shape, sizes);
  }
  return sizes;
}

function mismatch(
  name: string,
  expected: readonly string[],
  shape: Shape,
  sizes: Readonly<Record<string, number>>,
): PolymathError {
  const words = expected.map((word) => (word in sizes ? `${word}=${sizes[word]}` : word));
  return new PolymathError(
    'invalid-input',
    `${name}: expected [${words.join(', ')}], got [${shape.join(', ')}]`,
  );
}

/** A shape as error messages show it: `[2, 3]`. */
export const shown = (shape: Shape): string => `[${shape.join(', ')}]`;

/**
 * Checks that two tensors have one shape.
 * @throws invalid-input that names both and their shapes
 */
export function checkSameShape(tensors: Readonly<Record<string, { shape: Shape }>>): void {
  const [[a, first], [b, second]] = Object.entries(tensors) as [Named, Named];
  if (sameShape(first.shape, second.shape)) return;
  throw new PolymathError(
    'invalid-input',
    `${a} and ${b} must have one shape, got ${shown(first.shape)} and ${shown(second.shape)}`,
  );
}

type Named = [name: string, t: { shape: Shape }];

/** Whether two shapes are equal. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

/** The dimensions over which a tensor of shape `from` is repeated when it is broadcast to `to`. */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const offset = to.length - from.length;
  return [...to.keys()].filter((i) => i < offset || (from[i - offset] === 1 && to[i] !== 1));
}

/** Axes counted from the end made absolute, sorted; all axes when none are given. */
export function normalizeAxes(t: { shape: Shape }, axes?: number | readonly number[]): number[] {
  if (axes === undefined) return [...t.shape.keys()];
  const rank = t.shape.length;
  const list = (typeof axes === 'number' ? [axes] : [...axes]).map((a) => (a < 0 ? a + rank : a));
  if (list.some((axis) => axis < 0 || axis >= rank)) {
    throw new PolymathError(
      'invalid-input',
      `axes must lie within a tensor of rank ${rank}, got ${[axes].flat().join(', ')}`,
    );
  }
  return list.sort((a, b) => a - b);
}
