import {
  floatsOf,
  type Json,
  type Parameters,
  type Saveable,
  type Snapshot,
  type TensorData,
} from '@polymath/tensor';

interface Best {
  score: number;
  epoch: number;
}

/** The parameters of the epoch with the highest score so far. */
export class BestParameters implements Saveable {
  private best: Best | undefined;
  private values = new Map<string, Float32Array>();

  constructor(private readonly parameters: Parameters) {}

  /** The epoch of the highest score, from 1 (0: before training); undefined before the first score. */
  get epoch(): number | undefined {
    return this.best?.epoch;
  }

  /** The highest score. */
  get score(): number | undefined {
    return this.best?.score;
  }

  /** Remembers the present parameters if `score` is a finite number and higher than every one before. */
  offer(score: number, epoch: number): void {
    if (!Number.isFinite(score) || (this.best && score <= this.best.score)) return;
    this.best = { score, epoch };
    this.values = new Map([...this.parameters].map(([name, value]) => [name, floatsOf(value)]));
  }

  /** Puts the remembered parameters back; does nothing before the first score. */
  restore(): void {
    for (const [name, value] of this.values) this.parameters.get(name)?.assign(value);
  }

  save(): Snapshot {
    const tensors = new Map<string, TensorData>();
    for (const [name, data] of this.values) {
      tensors.set(name, { dtype: 'float32', shape: this.parameters.get(name)?.shape ?? [], data });
    }
    return { tensors, state: (this.best ?? null) as Json };
  }

  load({ tensors, state }: Snapshot): void {
    this.best = (state as unknown as Best | null) ?? undefined;
    this.values = new Map([...tensors].map(([name, { data }]) => [name, data as Float32Array]));
  }
}
