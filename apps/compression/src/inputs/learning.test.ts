import {
  LearningBatches,
  Optimizer,
  Optimizer_Kind,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { arraySource } from '@polymath/compression';
import { describe, expect, it } from 'vitest';
import { toBatchConfig, toOptimizerConfig } from './learning.js';

const sgd = { kind: 'sgd', learningRate: 0.05, momentum: 0.9, weightDecay: 5e-4 };
const adam = { kind: 'adam', learningRate: 1e-3, weightDecay: 1e-5 };

describe('toOptimizerConfig', () => {
  it('has defaults for each kind', () => {
    expect(toOptimizerConfig(undefined, 'sgd')).toEqual(sgd);
    expect(toOptimizerConfig(undefined, 'adam')).toEqual(adam);
    const asked = Optimizer.fromPartial({ kind: Optimizer_Kind.KIND_ADAM });
    expect(toOptimizerConfig(asked, 'sgd')).toEqual(adam);
  });

  it('takes over what is given, zeros too', () => {
    const given = { momentum: 0, weightDecay: 0, learningRate: 0.1, fallEpochs: [3, 5] };
    expect(toOptimizerConfig(Optimizer.fromPartial(given), 'sgd')).toEqual({
      ...{ kind: 'sgd', momentum: 0, weightDecay: 0, learningRate: 0.1 },
      schedule: { epochs: [3, 5], factor: 0.1 },
    });
  });
});

describe('toBatchConfig', () => {
  const source = {
    ...arraySource(new Float32Array(8), [1]),
    labels: Int32Array.of(0, 0, 4, 4, 7, 7, 7, 9),
  };
  const of = (kind: Parameters<typeof LearningBatches.fromPartial>[0]['kind']) =>
    LearningBatches.fromPartial({ kind });

  it('has defaults for each way', () => {
    expect(toBatchConfig(undefined, source, 'random')).toEqual({ size: 64 });
    const byClass = { classes: 4, itemsPerClass: 5 };
    expect(toBatchConfig(undefined, source, 'by class')).toEqual(byClass);
    expect(toBatchConfig(of({ $case: 'byClass', value: {} }), source, 'random')).toEqual(byClass);
  });

  it('takes over what is given', () => {
    expect(toBatchConfig(of({ $case: 'size', value: 3 }), source, 'by class')).toEqual({ size: 3 });
    const value = { classes: 2, imagesPerClass: 3, batchesPerEpoch: 9 };
    expect(toBatchConfig(of({ $case: 'byClass', value }), source, 'random')).toEqual({
      ...{ classes: 2, itemsPerClass: 3, batchesPerEpoch: 9 },
    });
  });
});
