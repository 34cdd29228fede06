import { PolymathError } from '@polymath/errors';
import { countsIn, type Saveable, type Snapshot } from '@polymath/tensor';
import { badCounts, refuse } from '../checks.js';

/**
 * Mean and covariance of a stream of feature vectors (Welford 1962; merged as Chan, Golub and LeVeque 1979 do): what a machine is like while it is
 * healthy. One for each machine, channel and range of speed and load: a change of those is no drift.
 */
export class Baseline implements Saveable {
  private total = 0;
  private means: Float64Array;
  private products: Float64Array;

  /** @param size numbers a vector, >= 1 */
  constructor(readonly size: number) {
    refuse(badCounts({ size }));
    this.means = new Float64Array(size);
    this.products = new Float64Array(size * size);
  }

  /** Vectors so far. */
  get count(): number {
    return this.total;
  }

  /** [size] */
  get mean(): Float64Array {
    return this.means.slice();
  }

  /** Of n - 1, symmetric: [size · size]; zeros for fewer than two vectors. */
  get covariance(): Float64Array {
    return this.products.map((value) => value / Math.max(1, this.total - 1));
  }

  /**
   * Takes the next vector.
   * @throws invalid-input when it has another size
   */
  push(vector: ArrayLike<number>): void {
    const { size, means, products } = this;
    if (vector.length !== size)
      throw new PolymathError(
        'invalid-input',
        `expected a vector of ${size}, got ${vector.length}`,
      );
    this.total++;
    const before = means.map((mean, j) => vector[j]! - mean);
    for (let j = 0; j < size; j++) means[j]! += before[j]! / this.total;
    const share = (this.total - 1) / this.total;
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) products[a * size + b]! += share * before[a]! * before[b]!;
    }
  }

  /**
   * Takes what another has seen.
   * @throws invalid-input when it is of vectors of another size
   */
  merge(other: Baseline): void {
    const { size } = this;
    if (other.size !== size)
      throw new PolymathError('invalid-input', `expected a baseline of ${size}, got ${other.size}`);
    const total = this.total + other.total;
    if (total === 0) return;
    const apart = other.means.map((mean, j) => mean - this.means[j]!);
    const weight = (this.total * other.total) / total;
    this.products = this.products.map(
      (value, k) =>
        value + other.products[k]! + weight * apart[Math.floor(k / size)]! * apart[k % size]!,
    );
    this.means = this.means.map((mean, j) => mean + (apart[j]! * other.total) / total);
    this.total = total;
  }

  save(): Snapshot {
    const { size } = this;
    return {
      tensors: new Map([
        ['mean', { dtype: 'float64', shape: [size], data: this.mean }],
        ['products', { dtype: 'float64', shape: [size, size], data: this.products.slice() }],
      ]),
      state: { count: this.total },
    };
  }

  /** @throws corrupt-data when a part is missing or of another size */
  load({ tensors, state }: Snapshot): void {
    const { count } = countsIn(state, ['count']);
    const [mean, products] = ['mean', 'products'].map((name) => tensors.get(name)?.data);
    const fits =
      mean instanceof Float64Array &&
      mean.length === this.size &&
      products instanceof Float64Array &&
      products.length === this.size ** 2;
    if (!fits)
      throw new PolymathError(
        'corrupt-data',
        `baseline: expected a state of vectors of ${this.size}`,
      );
    [this.total, this.means, this.products] = [count, mean.slice(), products.slice()];
  }
}
