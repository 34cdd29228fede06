import { PolymathError } from '@polymath/errors';
import type { RandomStream } from '@polymath/tensor';
import type { LabelledImages } from './labelled-images.js';

/**
 * Places of the same number of images of every class that occurs, drawn at random without repetition, in random order.
 * @throws invalid-input when a class has fewer images
 */
export function balancedPlaces(
  { labels, count }: LabelledImages,
  perClass: number,
  random: RandomStream,
): number[] {
  const found = new Map<number, number[]>([...new Set(labels)].map((label) => [label, []]));
  const chosen: number[] = [];
  for (const place of random.permutation(count)) {
    const places = found.get(labels[place]!)!;
    if (places.length >= perClass) continue;
    places.push(place);
    chosen.push(place);
  }
  for (const [label, places] of found) {
    if (places.length < perClass) {
      throw new PolymathError(
        'invalid-input',
        `class ${label} has ${places.length} images, fewer than ${perClass}`,
      );
    }
  }
  return chosen;
}
