import { PolymathError } from '@polymath/errors';
import type { RandomStream } from '@polymath/tensor';
import { BatchPosition } from './batch-position.js';

/** What {@link ClassBatches} are made of. */
export interface ClassBatchSettings {
  /** Class of each item. */
  labels: ArrayLike<number>;
  /** Classes in a batch, at least 1. */
  classes: number;
  /** Items of each class in a batch, at least 1. A class that has fewer gives some of them again. */
  itemsPerClass: number;
  /** At least 1; as many as it takes to draw about as many items as there are, unless given. */
  batchesPerEpoch?: number;
  random: RandomStream;
}

/**
 * Places of items, batch after batch without end, in each of which some classes have the same number of items. The classes and items
 * of a batch are drawn anew; they depend on the random stream's seed and name and on the batch's number alone, so the position is the
 * whole state.
 */
export class ClassBatches extends BatchPosition {
  private readonly settings: ClassBatchSettings;
  private readonly itemsOf: readonly (readonly number[])[];

  /** @throws invalid-input when a setting is no whole number of at least 1, or there are fewer classes than a batch has */
  constructor(settings: ClassBatchSettings) {
    const { labels, classes, itemsPerClass, batchesPerEpoch } = settings;
    super(batchesPerEpoch ?? Math.ceil(labels.length / (classes * itemsPerClass)));
    const itemsOf = itemsByClass(labels);
    const counts = [classes, itemsPerClass, this.batchesPerEpoch];
    if (counts.some((n) => !Number.isSafeInteger(n) || n < 1) || itemsOf.length < classes) {
      throw new PolymathError(
        'invalid-input',
        `cannot make batches of ${classes} classes with ${itemsPerClass} items each from ${itemsOf.length} classes`,
      );
    }
    this.settings = settings;
    this.itemsOf = itemsOf;
  }

  /** The places of the next batch's items, those of a class one after the other. */
  next(): Int32Array {
    const { classes, itemsPerClass, random } = this.settings;
    const stream = random.child(`batch-${this.epoch * this.batchesPerEpoch + this.index}`);
    const chosen = stream.permutation(this.itemsOf.length).subarray(0, classes);
    const places = Array.from(chosen, (place) => {
      const items = this.itemsOf[place]!;
      const order = stream.permutation(items.length);
      return Array.from({ length: itemsPerClass }, (_, i) => items[order[i % items.length]!]!);
    });
    this.advance();
    return Int32Array.from(places.flat());
  }
}

/** The places of each class's items, classes in the order of their numbers. */
function itemsByClass(labels: ArrayLike<number>): number[][] {
  const found = new Map<number, number[]>();
  Array.from(labels).forEach((label, place) => {
    const items = found.get(label);
    if (items) items.push(place);
    else found.set(label, [place]);
  });
  return [...found].toSorted(([a], [b]) => a - b).map(([, items]) => items);
}
