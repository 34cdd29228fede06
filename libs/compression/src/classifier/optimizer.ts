import { PolymathError } from '@polymath/errors';
import { adam, sgd, type Optimizer, type Parameters } from '@polymath/tensor';
import { checkPositive } from './settings.js';

/** An optimiser and how its learning rate falls. */
export type OptimizerConfig = {
  /** > 0 */
  learningRate: number;
  /** At least 0; 0 unless given. */
  weightDecay?: number;
  /** From each of these epochs on (counted from 0), the learning rate is `factor` times what it was; never unless given. */
  schedule?: { epochs: readonly number[]; factor: number };
} & (
  | { kind: 'adam' }
  /** With momentum, at least 0 and below 1; 0 unless given. */
  | { kind: 'sgd'; momentum?: number }
);

/** @throws invalid-input when a setting is out of its range */
export function createOptimizer(parameters: Parameters, config: OptimizerConfig): Optimizer {
  const { learningRate, weightDecay = 0, schedule } = config;
  checkPositive({ learningRate, ...(schedule ? { 'schedule factor': schedule.factor } : {}) });
  const odd = schedule?.epochs.find((epoch) => !Number.isInteger(epoch) || epoch < 0);
  if (odd !== undefined) {
    const message = `schedule epochs must be whole numbers of at least 0, got ${odd}`;
    throw new PolymathError('invalid-input', message);
  }
  if (config.kind === 'adam') return adam(parameters, { learningRate, weightDecay });
  return sgd(parameters, { learningRate, weightDecay, momentum: config.momentum ?? 0 });
}

/** The learning rate of an epoch, counted from 0. */
export function learningRateAt(epoch: number, { learningRate, schedule }: OptimizerConfig): number {
  const falls = schedule?.epochs.filter((start) => epoch >= start).length ?? 0;
  return learningRate * (schedule?.factor ?? 1) ** falls;
}
