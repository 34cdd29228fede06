import { PolymathError } from '@polymath/errors';
import { countsIn, type Saveable, type Snapshot } from '@polymath/tensor';
import { badCounts, refuse } from '../checks.js';

/** A window of a stream. */
export interface StreamedWindow {
  /** Number of its first sample in the stream, from 0; samples that were lost count. */
  start: number;
  samples: Float32Array;
}

/** Cuts a stream into windows, whatever its blocks. Remembers less than a window. */
export class WindowStream implements Saveable {
  private kept = new Float32Array();
  /** Number of the first kept sample, and how many samples are still left out before the next window. */
  private counts = { first: 0, skip: 0 };

  /**
   * @param length samples a window, >= 1
   * @param hop samples from one window to the next, >= 1
   * @throws invalid-input that names what is not
   */
  constructor(
    private readonly length: number,
    private readonly hop: number,
  ) {
    refuse(badCounts({ length, hop }));
  }

  /** Takes the next samples and gives the windows that they complete. */
  push(block: Float32Array): StreamedWindow[] {
    const skipped = Math.min(this.counts.skip, block.length);
    this.counts.skip -= skipped;
    this.counts.first += skipped;
    const joined = new Float32Array(this.kept.length + block.length - skipped);
    joined.set(this.kept);
    joined.set(block.subarray(skipped), this.kept.length);
    const windows: StreamedWindow[] = [];
    let at = 0;
    for (; at + this.length <= joined.length; at += this.hop) {
      windows.push({ start: this.counts.first + at, samples: joined.slice(at, at + this.length) });
    }
    this.counts.skip += Math.max(0, at - joined.length);
    const dropped = Math.min(at, joined.length);
    this.kept = joined.slice(dropped);
    this.counts.first += dropped;
    return windows;
  }

  /** Begins anew after samples were lost: no window reaches over the gap. */
  gap(lost: number): void {
    refuse(badCounts({ lost }, 0));
    this.counts = { first: this.counts.first + this.kept.length + lost, skip: 0 };
    this.kept = new Float32Array();
  }

  save(): Snapshot {
    const data = this.kept.slice();
    const kept = { dtype: 'float32', shape: [data.length], data } as const;
    return { tensors: new Map([['kept', kept]]), state: { ...this.counts } };
  }

  /** @throws corrupt-data when the state is of longer windows or none */
  load({ tensors, state }: Snapshot): void {
    const counts = countsIn(state, ['first', 'skip']);
    const kept = tensors.get('kept')?.data;
    if (!(kept instanceof Float32Array) || kept.length >= this.length)
      throw new PolymathError(
        'corrupt-data',
        `windows: expected fewer than ${this.length} kept samples, got ${kept?.length ?? 'none'}`,
      );
    this.counts = counts;
    this.kept = kept.slice();
  }
}
