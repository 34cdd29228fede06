import type { Saveable, Snapshot } from '@polymath/tensor';

/** Means of each metric since the epoch began. */
export class EpochMeans implements Saveable {
  private sums: Record<string, number> = {};
  private count = 0;

  /** Adds one step's metrics and gives the means so far. */
  add(metrics: Readonly<Record<string, number>>): Record<string, number> {
    this.count++;
    for (const [name, value] of Object.entries(metrics)) {
      this.sums[name] = (this.sums[name] ?? 0) + value;
    }
    const means = Object.entries(this.sums).map(([name, sum]) => [name, sum / this.count]);
    return Object.fromEntries(means) as Record<string, number>;
  }

  /** Begins a new epoch. */
  reset(): void {
    this.sums = {};
    this.count = 0;
  }

  save(): Snapshot {
    return { tensors: new Map(), state: { sums: { ...this.sums }, count: this.count } };
  }

  load({ state }: Snapshot): void {
    const { sums, count } = state as { sums: Record<string, number>; count: number };
    this.sums = { ...sums };
    this.count = count;
  }
}
