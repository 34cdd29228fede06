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

/** Settings of {@link sgd}. */
export interface SgdSettings {
  /** > 0 */
  learningRate: number;
  /** 0 ≤ μ < 1; 0 unless given: no memory. */
  momentum?: number;
  /** λ ≥ 0; 0 unless given. */
  weightDecay?: number;
}

/**
 * Stochastic gradient descent with momentum and weight decay as PyTorch computes it: from gradient g,
 *     v = μ·v + g + λ·w
 *     w = w - learningRate · v
 * The learning rate is not part of v: a change of it takes effect at once.
 */
export function sgd(parameters: Parameters, settings: SgdSettings): Optimizer {
  return new Sgd(parameters, settings);
}

class Sgd implements Optimizer {
  learningRate: number;
  private readonly momentum: number;
  private readonly decayed: Decay;
  private readonly slots: Slots;

  constructor(
    parameters: Parameters,
    { learningRate, momentum = 0, weightDecay = 0 }: SgdSettings,
  ) {
    positive({ learningRate });
    fractions({ momentum });
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.decayed = decay(weightDecay);
    this.slots = new Slots(parameters, momentum === 0 ? [] : ['velocity']);
  }

  apply(gradients: ReadonlyMap<string, Tensor>): void {
    const pairs = this.slots.pair(gradients);
    tidy(() => {
      const rate = scalar(this.learningRate);
      const momentum = constant(this.momentum);
      for (const [name, parameter, gradient] of pairs) {
        const g = this.decayed(gradient, parameter);
        parameter.update((w) => {
          if (this.momentum === 0) runNative('ResourceApplyGradientDescent', [w, rate.id, g.id], 0);
          else {
            const v = this.slots.handle(name, 'velocity');
            runNative('ResourceApplyMomentum', [w, v, rate.id, g.id, momentum.id], 0);
          }
        });
      }
    });
  }

  save(): Snapshot {
    return { tensors: this.slots.save(), state: { learningRate: this.learningRate } };
  }

  load({ tensors, state }: Snapshot): void {
    const { learningRate } = readState(state, ['learningRate']);
    this.slots.load(tensors);
    this.learningRate = learningRate;
  }

  dispose(): void {
    this.slots.dispose();
  }
}
