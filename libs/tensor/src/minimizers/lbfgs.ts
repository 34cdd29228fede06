import { PolymathError } from '@polymath/errors';
import { readState } from '../optimizers/settings.js';
import type { TensorData } from '../tensor-data.js';
import type { Snapshot } from '../training.js';
import type { Saveable } from '../training-state.js';
import { searchLine } from './line-search.js';
import { dot, plus } from './vectors.js';

/** A function of a point and its gradient there, [size] each; the point is to be read only. */
export type Objective = (point: Float64Array) => { value: number; gradient: Float64Array };

/** Settings of {@link Lbfgs}. */
export interface LbfgsSettings {
  /** Pairs of steps and gradient changes that are remembered, >= 1; 10 unless given. */
  history?: number;
}

/** What one iteration did. */
export interface LbfgsStep {
  value: number;
  /** Largest magnitude of an element of the gradient. */
  gradientSize: number;
  evaluations: number;
  /** No step lowers the value any more: the point is as good as rounding lets it be. */
  converged: boolean;
}

interface Pair {
  step: Float64Array;
  change: Float64Array;
  /** step · change, > 0 */
  product: number;
}

/**
 * L-BFGS (Liu and Nocedal, Mathematical Programming 45, 1989): the direction is minus the gradient times an approximation of the
 * inverse Hessian made of the last `history` pairs, the step one that satisfies the strong Wolfe conditions. The value never grows. Its steps are
 * those of L-BFGS-B 3.0 (`scipy.optimize`) without bounds.
 */
export class Lbfgs implements Saveable {
  private readonly history: number;
  private current: { value: number; gradient: Float64Array } | undefined;
  private pairs: Pair[] = [];
  private place: Float64Array;

  /** @throws invalid-input when the history is no whole number of at least 1 */
  constructor(initial: Float64Array, { history = 10 }: LbfgsSettings = {}) {
    if (!Number.isSafeInteger(history) || history < 1) {
      const message = `history must be a whole number of at least 1, got ${history}`;
      throw new PolymathError('invalid-input', message);
    }
    this.history = history;
    this.place = initial.slice();
  }

  /** The best point so far; a new array after each step. */
  get point(): Float64Array {
    return this.place;
  }

  /**
   * One iteration.
   * @throws failed-precondition when the objective is not finite at the start
   */
  step(objective: Objective): LbfgsStep {
    const start = (this.current ??= objective(this.place));
    if (!Number.isFinite(start.value)) {
      throw new PolymathError(
        'failed-precondition',
        `the objective must be finite at the start, got ${start.value}`,
      );
    }
    const first = this.tryDirection(objective, start);
    if (first.moved || this.pairs.length === 0) return this.told(first);
    // The approximation is spoilt by rounding: once more along the gradient itself.
    this.pairs = [];
    const second = this.tryDirection(objective, start);
    return this.told({ ...second, evaluations: first.evaluations + second.evaluations });
  }

  save(): Snapshot {
    const { current, place, pairs } = this;
    const tensors = new Map<string, TensorData>([['point', vector(place)]]);
    if (current) tensors.set('gradient', vector(current.gradient));
    pairs.forEach(({ step, change }, i) => {
      tensors.set(`step${i}`, vector(step)).set(`change${i}`, vector(change));
    });
    return { tensors, state: { pairs: pairs.length, value: current?.value ?? 0 } };
  }

  /** @throws corrupt-data when something is missing or of another size; nothing has changed then */
  load({ tensors, state }: Snapshot): void {
    const { pairs: count, value } = readState(state, ['pairs', 'value']);
    const read = (name: string) => vectorFrom(tensors, name, this.place.length);
    const place = read('point');
    const pairs = Array.from({ length: count }, (_, i) =>
      pairOf(read(`step${i}`), read(`change${i}`)),
    );
    this.current = tensors.has('gradient') ? { value, gradient: read('gradient') } : undefined;
    [this.place, this.pairs] = [place, pairs];
  }

  private tryDirection(
    objective: Objective,
    start: { value: number; gradient: Float64Array },
  ): { moved: boolean; evaluations: number } {
    const direction = this.direction(start.gradient);
    const slope = dot(start.gradient, direction);
    if (!(slope < 0)) return { moved: false, evaluations: 0 };
    const from = this.place;
    let trial = { ...start, point: from };
    let best = trial;
    const { evaluations } = searchLine(
      (at) => {
        const point = plus(from, direction, at);
        trial = { ...objective(point), point };
        if (trial.value < best.value) best = trial;
        return { at, value: trial.value, slope: dot(trial.gradient, direction) };
      },
      { at: 0, value: start.value, slope },
      this.pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(direction, direction))) : 1,
    );
    // The search may end at a place that is not the lowest that it saw.
    const end = trial.value <= best.value ? trial : best;
    if (!(end.value < start.value)) return { moved: false, evaluations };
    this.remember(pairOf(plus(end.point, from, -1), plus(end.gradient, start.gradient, -1)), slope);
    this.place = end.point;
    this.current = { value: end.value, gradient: end.gradient };
    return { moved: true, evaluations };
  }

  /** Keeps a pair whose curvature is positive beyond rounding. */
  private remember(pair: Pair, slope: number): void {
    if (pair.product <= Number.EPSILON * -slope) return;
    this.pairs = [...this.pairs, pair].slice(-this.history);
  }

  /** The two loops of Nocedal and Wright, algorithm 7.4: -H·gradient. */
  private direction(gradient: Float64Array): Float64Array {
    let result: Float64Array = gradient.map((value) => -value);
    const { pairs } = this;
    const weights: number[] = [];
    for (const { step, change, product } of pairs.toReversed()) {
      const weight = dot(step, result) / product;
      weights.push(weight);
      result = plus(result, change, -weight);
    }
    const last = pairs.at(-1);
    if (last) {
      const scale = last.product / dot(last.change, last.change);
      result = result.map((value) => value * scale);
    }
    for (const { step, change, product } of pairs) {
      result = plus(result, step, weights.pop()! - dot(change, result) / product);
    }
    return result;
  }

  private told({ moved, evaluations }: { moved: boolean; evaluations: number }): LbfgsStep {
    const { value, gradient } = this.current!;
    const gradientSize = gradient.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
    return { value, gradientSize, evaluations, converged: !moved };
  }
}

const pairOf = (step: Float64Array, change: Float64Array): Pair => ({
  step,
  change,
  product: dot(step, change),
});

const vector = (data: Float64Array): TensorData => ({
  dtype: 'float64',
  shape: [data.length],
  data: data.slice(),
});

function vectorFrom(tensors: Snapshot['tensors'], name: string, size: number): Float64Array {
  const data = tensors.get(name)?.data;
  if (data instanceof Float64Array && data.length === size) return data.slice();
  const got = data ? `${data.length} elements` : 'none';
  throw new PolymathError(
    'corrupt-data',
    `L-BFGS state ${name}: expected float64 [${size}], got ${got}`,
  );
}
