import {
  createNetwork,
  disposeNetwork,
  networkFrom,
  parameterValues,
  randomStream,
} from '@polymath/tensor';
import { afterAll, describe, it } from 'vitest';
import { fineTune } from '../fine-tuning/fine-tune.js';
import { fineTuningDefaults } from '../fine-tuning/config.js';
import { kegNetDefaults } from '../kegnet/config.js';
import { trainGenerators } from '../kegnet/train.js';
import { distil } from '../distillation/distil.js';
import { mlp } from './mlp.js';
import { expectNoLeak, expectResumable, rows, type Subject } from './testing-trainings.js';
import { trainClassifier } from './train.js';

const graph = mlp({ features: 6, classes: 3, width: 8, depth: 2, dropout: 0.3 });
const training = rows(20, 1);
const teacher = createNetwork(graph, randomStream(1, 'weights'));
afterAll(() => disposeNetwork(teacher));

const settings = { epochs: 2, batchSize: 8, seed: 1 };
const own = (made: Subject['training']): Subject => ({
  training: made,
  dispose: () => made.dispose(),
});

describe('a network with dropout', () => {
  it.each<[string, () => Subject]>([
    [
      'as a classifier',
      () => own(trainClassifier({ ...settings, graph, learningRate: 0.01 }, { training })),
    ],
    [
      'as the teacher of generators',
      () =>
        own(
          trainGenerators(
            { ...kegNetDefaults, ...settings, generators: 1, batchesPerEpoch: 2 },
            teacher,
          ),
        ),
    ],
    [
      'as a student of its teacher',
      () => {
        const student = networkFrom(graph, parameterValues(teacher.parameters));
        const data = { teacher, student, inputs: training };
        const tuning = fineTune({ ...fineTuningDefaults, ...settings }, data);
        const dispose = () => {
          tuning.dispose();
          disposeNetwork(student);
        };
        return { training: tuning, dispose };
      },
    ],
    [
      'as a student of labels',
      () => {
        const terms = [{ kind: 'cross-entropy', weight: 1 }] as const;
        const optimizer = { kind: 'adam', learningRate: 0.01 } as const;
        const stages = [{ name: 'distil', epochs: 2, optimizer, terms }];
        return own(
          distil(
            { graph, stages, batches: { size: 8 }, seed: 1 },
            { training, teachers: new Map() },
          ),
        );
      },
    ],
  ])('goes on to the same bits from a snapshot after any step: %s', async (_, make) => {
    await expectResumable(make);
    await expectNoLeak(make);
  });
});
