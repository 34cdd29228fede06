import { constant } from '../constants.js';
import { runNative } from '../native/run.js';
import type { Parameters } from '../parameter.js';
import { tidy } from '../scope.js';
import { scalar, type Tensor } from '../tensor.js';
import type { Snapshot } from '../training.js';
import type { Optimizer } from './optimizer.js';
import { fractions, positive, readState } from './settings.js';
import { Slots } from './slots.js';
import { decay, type Decay } from './weight-decay.js';

/** Settings of {@link adam}; PyTorch's defaults. */
export interface AdamSettings {
  /** > 0; 0.001 unless given */
  learningRate?: number;
  /** Decay of the mean of gradients, 0 ≤ β1 < 1; 0.9 unless given. */
  beta1?: number;
  /** Decay of the mean of squared gradients, 0 ≤ β2 < 1; 0.999 unless given. */
  beta2?: number;
  /** Added to the root of the corrected mean of squares, > 0; 1e-8 unless given. */
  epsilon?: number;
  /** λ ≥ 0, part of the gradient; 0 unless given. */
  weightDecay?: number;
}

/**
 * Adam (Kingma and Ba 2015, algorithm 1) as PyTorch computes it: at step t, from gradient g + λ·w, called g,
 *     m = β1·m + (1-β1)·g,  v = β2·v + (1-β2)·g²
 *     w = w - learningRate · m/(1-β1^t) / (√(v/(1-β2^t)) + ε)
 * t counts the steps of the whole optimiser, whichever parameters had a gradient.
 */
export function adam(parameters: Parameters, settings: AdamSettings = {}): Optimizer {
  return new Adam(parameters, settings);
}

class Adam implements Optimizer {
  learningRate: number;
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private readonly decayed: Decay;
  private readonly slots: Slots;
  private step = 0;

  constructor(parameters: Parameters, settings: AdamSettings) {
    const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = settings;
    positive({ learningRate, epsilon });
    fractions({ beta1, beta2 });
    this.learningRate = learningRate;
    // The kernel decays by single precision, so the correction for the zeros at the start must too.
    this.beta1 = Math.fround(beta1);
    this.beta2 = Math.fround(beta2);
    this.epsilon = epsilon;
    this.decayed = decay(settings.weightDecay ?? 0);
    this.slots = new Slots(parameters, ['firstMoment', 'secondMoment']);
  }

  apply(gradients: ReadonlyMap<string, Tensor>): void {
    const pairs = this.slots.pair(gradients);
    this.step++;
    tidy(() => {
      const scalars = this.scalars();
      for (const [name, parameter, gradient] of pairs) {
        const m = this.slots.handle(name, 'firstMoment');
        const v = this.slots.handle(name, 'secondMoment');
        const g = this.decayed(gradient, parameter);
        parameter.update((w) => {
          runNative('ResourceApplyAdam', [w, m, v, ...scalars, g.id], 0);
        });
      }
    });
  }

  save(): Snapshot {
    const { step, learningRate } = this;
    return { tensors: this.slots.save(), state: { step, learningRate } };
  }

  load({ tensors, state }: Snapshot): void {
    const { step, learningRate } = readState(state, ['step', 'learningRate']);
    this.slots.load(tensors);
    this.step = step;
    this.learningRate = learningRate;
  }

  dispose(): void {
    this.slots.dispose();
  }

  /**
   * The kernel's β1^t, β2^t, learning rate, β1, β2 and ε. It would correct for the zeros at the start in single precision,
   * and add ε before correcting v; told that both powers are 0 it corrects nothing, and the step size and ε hold the
   * correction instead: rate·√(1-β2^t)/(1-β1^t) · m / (√v + ε·√(1-β2^t)).
   */
  private scalars(): number[] {
    const root = Math.sqrt(1 - this.beta2 ** this.step);
    const rate = (this.learningRate * root) / (1 - this.beta1 ** this.step);
    const [zero, beta1, beta2] = [0, this.beta1, this.beta2].map(constant) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    return [zero, zero, scalar(rate), beta1, beta2, scalar(this.epsilon * root)].map(
      ({ id }) => id,
    );
  }
}
