import { PolymathError } from '@polymath/errors';
import type { Saveable, Snapshot } from '@polymath/tensor';

/** Where a walk over batches without end is: the whole state of {@link Batches} and {@link ClassBatches}. */
export class BatchPosition implements Saveable {
  /** Number of the epoch that the next batch belongs to, from 0. */
  epoch = 0;
  /** Place of the next batch in its epoch, from 0. */
  index = 0;

  constructor(readonly batchesPerEpoch: number) {}

  /** The position. */
  save(): Snapshot {
    return { tensors: new Map(), state: { epoch: this.epoch, index: this.index } };
  }

  /**
   * Continues at a position that {@link save} gave, of batches with the same settings.
   * @throws corrupt-data when there is no such batch
   */
  load({ state }: Snapshot): void {
    const { epoch, index } = (state ?? {}) as Partial<Record<string, unknown>>;
    if (!isPlace(epoch) || !isPlace(index) || index >= this.batchesPerEpoch) {
      throw new PolymathError(
        'corrupt-data',
        `expected an epoch and an index below ${this.batchesPerEpoch}, got ${JSON.stringify(state)}`,
      );
    }
    this.epoch = epoch;
    this.index = index;
  }

  /** Goes on to the next batch. */
  protected advance(): void {
    this.index++;
    if (this.index < this.batchesPerEpoch) return;
    this.epoch++;
    this.index = 0;
  }
}

const isPlace = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
