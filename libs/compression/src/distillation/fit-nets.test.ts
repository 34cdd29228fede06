import { expect, it } from 'vitest';
import { fitNetsStages, type FitNetsConfig } from './fit-nets.js';

const sgd = { kind: 'sgd', learningRate: 0.05 } as const;
const config: FitNetsConfig = {
  ...{ layers: { student: 'a', teacher: 'b' }, activation: 'relu', optimizer: sgd },
  ...{ hintEpochs: 2, distillationEpochs: 5 },
};

it('weighs soft targets as the paper does, whose term has no factor T²', () => {
  const [, distil] = fitNetsStages(config);
  expect(distil!.terms[1]).toEqual({
    ...{ kind: 'soft-targets', weight: { from: 4 / 9, to: 0 }, temperature: 3 },
  });
});

it('may learn the hint by another optimiser', () => {
  const adam = { kind: 'adam', learningRate: 1e-3 } as const;
  const optimizers = (stages: ReturnType<typeof fitNetsStages>) =>
    stages.map(({ optimizer }) => optimizer);
  expect(optimizers(fitNetsStages(config))).toEqual([sgd, sgd]);
  expect(optimizers(fitNetsStages({ ...config, hintOptimizer: adam }))).toEqual([adam, sgd]);
});
