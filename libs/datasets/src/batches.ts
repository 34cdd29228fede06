import { PolymathError } from '@polymath/errors';
import type { RandomStream } from '@polymath/tensor';
import { BatchPosition } from './batch-position.js';

/** How {@link Batches} go through a set. */
export interface BatchSettings {
  /** Number of items, at least 1. */
  count: number;
  /** Items a batch, at least 1. */
  batchSize: number;
  /** Source of each epoch's order; the items' own order unless given. */
  random?: RandomStream;
  /** What becomes of the last items of an epoch when they fill no batch; `keep` unless given: a smaller batch. */
  remainder?: 'keep' | 'drop';
}

/**
 * Places of items, batch after batch and epoch after epoch, without end. The order of an epoch depends on the random stream's
 * seed and name and on the epoch's number alone, so the position is the whole state.
 */
export class Batches extends BatchPosition {
  private readonly settings: BatchSettings;
  private order: { epoch: number; places: Int32Array } | undefined;

  /** @throws invalid-input when an epoch would have no batch */
  constructor(settings: BatchSettings) {
    const { count, batchSize, remainder = 'keep' } = settings;
    const round = remainder === 'keep' ? Math.ceil : Math.floor;
    super(round(count / batchSize));
    const whole = Number.isInteger(count) && Number.isInteger(batchSize);
    if (!whole || batchSize < 1 || this.batchesPerEpoch < 1) {
      throw new PolymathError(
        'invalid-input',
        `cannot make batches of ${batchSize} from ${count} items`,
      );
    }
    this.settings = settings;
  }

  /** The places of the next batch's items, 0 to count - 1: a view, to be read only. */
  next(): Int32Array {
    const { batchSize } = this.settings;
    const start = this.index * batchSize;
    const places = this.placesOf(this.epoch).subarray(start, start + batchSize);
    this.advance();
    return places;
  }

  private placesOf(epoch: number): Int32Array {
    if (this.order?.epoch !== epoch) {
      const { count, random } = this.settings;
      const places =
        random?.child(`epoch-${epoch}`).permutation(count) ??
        Int32Array.from({ length: count }, (_, i) => i);
      this.order = { epoch, places };
    }
    return this.order.places;
  }
}
