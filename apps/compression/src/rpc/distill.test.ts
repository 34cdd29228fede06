import {
  DistillRequest,
  DistillationTerm,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { describe, expect, it } from 'vitest';
import { distillHandler } from './distill.js';
import {
  artifact,
  context,
  nameless,
  recordingSubmit,
  refusedFields,
} from '@polymath/area/testing';

type Term = Parameters<typeof DistillationTerm.fromPartial>[0];
type Kind = NonNullable<Term['kind']>;

const images = { images: artifact, labels: artifact };
const architecture = (value: Architecture) => ({
  network: { $case: 'architecture' as const, value },
});
const labels: Term = { kind: { $case: 'crossEntropy', value: {} } };
const of = (kind: Kind, patch: Term = {}): Term => ({ kind, ...patch });
const soft = of({ $case: 'softTargets', value: {} });
const unknown = 99 as never;
const pair = { student: 'a', teacher: 'b' };
const stage = (...terms: Term[]) => ({ stage: { epochs: 1, terms } });
const byClass = { batches: { kind: { $case: 'byClass' as const, value: {} } } };
const sane = {
  student: architecture(Architecture.ARCHITECTURE_RESNET20),
  teachers: [artifact],
  training: images,
  ...stage(labels, soft),
};

const answer = (patch: object, parts = recordingSubmit()) =>
  distillHandler(parts)(DistillRequest.fromPartial({ ...sane, ...patch }), context);

describe('Distill', () => {
  it.each<[string, object]>([
    ['labels and soft targets', {}],
    ['labels alone, without a teacher', { teachers: [], ...stage(labels) }],
    [
      'a student like another network',
      { student: { network: { $case: 'like', value: artifact } } },
    ],
    [
      'widths of the small CNN',
      { student: { ...architecture(Architecture.ARCHITECTURE_SMALL_CNN), widths: [4, 8] } },
    ],
    ['a second teacher', { teachers: [artifact, artifact], ...stage({ ...soft, teacher: 2 }) }],
    ['features by default', stage(of({ $case: 'relationalDistance', value: {} }))],
    [
      'hints first',
      {
        earlierStages: [{ epochs: 2, terms: [of({ $case: 'hint', value: {} }, { layers: pair })] }],
      },
    ],
    ['a weight that falls to 0', stage(labels, { ...soft, weight: 4, lastWeight: 0 })],
    [
      'triplets from batches by class',
      { ...byClass, ...stage(of({ $case: 'triplet', value: {} })) },
    ],
    ['validation and test images', { validation: images, test: images }],
  ])('makes a job of %s', async (_, patch) => {
    const parts = recordingSubmit();
    await answer(patch, parts);
    expect(parts.submissions).toMatchObject([{ kind: 'Distill' }]);
  });

  it.each<[string, object, string[]]>([
    ['no student', { student: undefined }, ['student']],
    [
      'an architecture for tables',
      { student: architecture(Architecture.ARCHITECTURE_MLP) },
      ['student.architecture'],
    ],
    ['an unknown architecture', { student: architecture(unknown) }, ['student.architecture']],
    [
      'a like without a hash',
      { student: { network: { $case: 'like', value: nameless } } },
      ['student.like.sha256'],
    ],
    [
      'widths of a ResNet',
      { student: { ...sane.student, widths: [0] } },
      ['student.widths', 'student.widths[0]'],
    ],
    ['a teacher without a hash', { teachers: [artifact, nameless] }, ['teachers[1].sha256']],
    ['too many teachers', { teachers: Array(17).fill(artifact) }, ['teachers']],
    ['no training images', { training: undefined }, ['training']],
    ['bad validation images', { validation: {} }, ['validation.images', 'validation.labels']],
    ['bad test images', { test: { images: artifact } }, ['test.labels']],
    ['no stage', { stage: undefined }, ['stage']],
    ['no epochs and no terms', { stage: {} }, ['stage.epochs', 'stage.terms']],
    ['too many terms', stage(...Array<Term>(33).fill(labels)), ['stage.terms']],
    ['weights of 0', stage({ ...labels, weight: 0 }, { ...soft, lastWeight: 0 }), ['stage.terms']],
    ['a term of no kind', stage({ weight: 1 }), ['stage.terms[0].kind']],
    [
      'weights that are none',
      stage(labels, { ...soft, weight: NaN, lastWeight: -1 }),
      ['stage.terms[1].weight', 'stage.terms[1].last_weight'],
    ],
    ['a third teacher of one', stage({ ...soft, teacher: 3 }), ['stage.terms[0].teacher']],
    ['soft targets without a teacher', { teachers: [] }, ['stage.terms[1].teacher']],
    ['labels with a teacher', stage({ ...labels, teacher: 1 }), ['stage.terms[0].teacher']],
    ['layers of the output', stage({ ...labels, layers: pair }), ['stage.terms[0].layers']],
    [
      'attention without layers',
      stage(of({ $case: 'attention', value: { convention: unknown } })),
      [
        'stage.terms[0].layers.student',
        'stage.terms[0].layers.teacher',
        'stage.terms[0].attention.convention',
      ],
    ],
    [
      'a hint of unknown kinds',
      stage(
        of(
          { $case: 'hint', value: { normalization: unknown, activation: unknown } },
          { layers: pair },
        ),
      ),
      ['stage.terms[0].hint.normalization', 'stage.terms[0].hint.activation'],
    ],
    [
      'a negative temperature',
      stage(of({ $case: 'softTargets', value: { temperature: -1 } })),
      ['stage.terms[0].soft_targets.temperature'],
    ],
    [
      'unknown tuples',
      stage(of({ $case: 'relationalAngle', value: { tuples: unknown } })),
      ['stage.terms[0].relational_angle.tuples'],
    ],
    [
      'an order of one neighbour',
      stage(of({ $case: 'darkRank', value: { alpha: -1, beta: 17, length: 1 } })),
      [
        'stage.terms[0].dark_rank.alpha',
        'stage.terms[0].dark_rank.beta',
        'stage.terms[0].dark_rank.length',
      ],
    ],
    [
      'triplets from batches at random',
      stage(of({ $case: 'triplet', value: { margin: -1, mining: unknown } }, { layers: pair })),
      [
        'stage.terms[0].layers.teacher',
        'stage.terms[0].triplet.margin',
        'stage.terms[0].triplet.mining',
        'stage.terms[0].triplet',
      ],
    ],
    [
      'an optimiser that cannot be',
      {
        stage: {
          ...sane.stage,
          optimizer: { kind: 2, learningRate: 2, momentum: 1, weightDecay: -1, fallFactor: 2 },
        },
      },
      ['learning_rate', 'momentum', 'momentum', 'weight_decay', 'fall_factor'].map(
        (field) => `stage.optimizer.${field}`,
      ),
    ],
    ['a batch of one', { batches: { kind: { $case: 'size', value: 1 } } }, ['batches.size']],
    [
      'batches of one class',
      { batches: { kind: { $case: 'byClass', value: { classes: 1, imagesPerClass: 1001 } } } },
      ['batches.by_class.classes', 'batches.by_class.images_per_class'],
    ],
    [
      'a bad earlier stage',
      { earlierStages: [sane.stage, {}] },
      ['earlier_stages[1].epochs', 'earlier_stages[1].terms'],
    ],
    ['too many earlier stages', { earlierStages: Array(9).fill(sane.stage) }, ['earlier_stages']],
    ['a seed beyond 2^53', { seed: 2n ** 53n }, ['seed']],
    [
      'everything at once',
      { student: undefined, teachers: [nameless], training: undefined, stage: undefined },
      ['student', 'teachers[0].sha256', 'training', 'stage'],
    ],
  ])('refuses %s and makes no job', async (_, patch, fields) => {
    const parts = recordingSubmit();
    expect(await refusedFields(answer(patch, parts))).toEqual(fields);
    expect(parts.submissions).toEqual([]);
  });
});
