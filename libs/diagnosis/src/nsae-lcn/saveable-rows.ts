import { PolymathError } from '@polymath/errors';
import type { Saveable, Snapshot } from '@polymath/tensor';
import type { Rows } from '../preprocessing/index.js';

/** Rows as a part of a training's state. */
export class SaveableRows implements Rows, Saveable {
  readonly values: Float32Array;

  constructor(
    readonly count: number,
    readonly length: number,
  ) {
    this.values = new Float32Array(count * length);
  }

  save(): Snapshot {
    const shape = [this.count, this.length];
    const rows = { dtype: 'float32', shape, data: this.values.slice() } as const;
    return { tensors: new Map([['rows', rows]]), state: null };
  }

  load({ tensors }: Snapshot): void {
    const data = tensors.get('rows')?.data;
    if (!(data instanceof Float32Array) || data.length !== this.values.length) {
      const message = `snapshot: expected ${this.values.length} features, got ${data?.length ?? 'none'}`;
      throw new PolymathError('corrupt-data', message);
    }
    this.values.set(data);
  }
}
