import { randomStream } from '@polymath/tensor';
import { badCounts, badUnless, refuse } from '../checks.js';
import { rowOf, type Segments, type Windows } from './rows.js';

/**
 * Segments at random places of random windows, each place equally likely.
 * @throws invalid-input when a segment is longer than a window, or there is to be none
 */
export function drawSegments(
  windows: Windows,
  { count, length }: { count: number; length: number },
  seed: number,
): Segments {
  refuse(
    badCounts({ 'segments.count': count, 'segments.length': length }),
    badUnless(
      length <= windows.length,
      'segments.length',
      `must be at most the window's ${windows.length}, got ${length}`,
    ),
  );
  const random = randomStream(seed, 'segments');
  const values = new Float32Array(count * length);
  for (let i = 0; i < count; i++) {
    const window = rowOf(windows, random.integer(windows.count));
    const start = random.integer(windows.length - length + 1);
    values.set(window.subarray(start, start + length), i * length);
  }
  return { count, length, values };
}
