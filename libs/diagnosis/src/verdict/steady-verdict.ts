import { PolymathError } from '@polymath/errors';
import type { Json, Saveable, Snapshot } from '@polymath/tensor';
import { badCounts, badUnless, refuse } from '../checks.js';

/** Settings of {@link SteadyVerdict}. */
export interface VerdictSettings {
  /** Windows whose log probabilities are averaged, >= 1; 10 windows of 100 ms are a second. */
  horizon: number;
  /** The state changes when a class was the most likely in m of the last n averages, 1 <= m <= n. */
  needed: number;
  of: number;
}

/** A second of windows of 100 ms, 3 of 5. */
export const verdictDefaults: VerdictSettings = { horizon: 10, needed: 3, of: 5 };

/** What is said after a window. */
export interface Verdict {
  /** Geometric mean of the last windows' probabilities, scaled to sum 1: [classes]. */
  probabilities: number[];
  /** Place of the class that has held; undefined until one has. */
  state: number | undefined;
}

/** Below this a probability counts as this: no single window can rule a class out for good. */
const leastProbability = 1e-6;

/** A verdict that a single window does not upset. Remembers `horizon` windows and `of` decisions. */
export class SteadyVerdict implements Saveable {
  private logs: number[][] = [];
  private decisions: number[] = [];
  private state: number | undefined;

  /** @throws invalid-input that names every bad setting */
  constructor(
    readonly classes: number,
    private readonly settings: VerdictSettings = verdictDefaults,
  ) {
    const { horizon, needed, of } = settings;
    refuse(
      badCounts({ classes }, 2),
      badCounts({ horizon, needed, of }),
      badUnless(needed <= of, 'needed', `must be at most of, ${of}, got ${needed}`),
    );
  }

  /** Takes the probabilities of the next window, [classes]. */
  push(probabilities: ArrayLike<number>): Verdict {
    const { horizon, needed, of } = this.settings;
    if (probabilities.length !== this.classes)
      throw new PolymathError(
        'invalid-input',
        `expected ${this.classes} probabilities, got ${probabilities.length}`,
      );
    const logs = Array.from(probabilities, (p) => Math.log(Math.max(p, leastProbability)));
    this.logs = [...this.logs, logs].slice(-horizon);
    const averaged = average(this.logs);
    const likeliest = averaged.indexOf(Math.max(...averaged));
    this.decisions = [...this.decisions, likeliest].slice(-of);
    const votes = this.decisions.filter((decision) => decision === likeliest).length;
    if (votes >= needed) this.state = likeliest;
    return { probabilities: averaged, state: this.state };
  }

  /** Begins again, e.g. after a gap in the signal. */
  reset(): void {
    [this.logs, this.decisions, this.state] = [[], [], undefined];
  }

  save(): Snapshot {
    const { logs, decisions, state = null } = this;
    return { tensors: new Map(), state: { logs, decisions, state } };
  }

  /** @throws corrupt-data when the state is of other classes */
  load({ state }: Snapshot): void {
    const fields = (state ?? {}) as { logs?: Json; decisions?: Json; state?: Json };
    const logs = fields.logs as number[][] | undefined;
    const fits =
      Array.isArray(logs) &&
      Array.isArray(fields.decisions) &&
      logs.every(({ length }) => length === this.classes);
    if (!fits)
      throw new PolymathError(
        'corrupt-data',
        `verdict: expected a state of ${this.classes} classes`,
      );
    this.logs = logs;
    this.decisions = fields.decisions as number[];
    this.state = (fields.state as number | null) ?? undefined;
  }
}

function average(logs: readonly (readonly number[])[]): number[] {
  const means = logs[0]!.map((_, c) => logs.reduce((sum, row) => sum + row[c]!, 0) / logs.length);
  const most = Math.max(...means);
  const shares = means.map((mean) => Math.exp(mean - most));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}
