import { resnet20, smallCnn, embeddingGraph } from '@polymath/compression';
import {
  Attention_Convention,
  DistillationTerm,
  Hint_Activation,
  Hint_Normalization,
  Mining,
  Relations_Tuples,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { describe, expect, it } from 'vitest';
import { toMining, toTerm } from './terms.js';

type Given = Parameters<typeof DistillationTerm.fromPartial>[0];

const student = smallCnn();
const compared = { student, teachers: [resnet20(), smallCnn()] };
const term = (given: Given) => toTerm(DistillationTerm.fromPartial(given), compared);
const features = { student: 'pool', teacher: 'pool' };
const layers = { student: 'block1.relu', teacher: 'stage1.block1.add' };

describe('toTerm', () => {
  it.each<[Given, object]>([
    [{ kind: { $case: 'crossEntropy', value: {} } }, { kind: 'cross-entropy', weight: 1 }],
    [
      { kind: { $case: 'softTargets', value: {} } },
      { kind: 'soft-targets', weight: 0.9, temperature: 4, teacher: '1' },
    ],
    [
      { kind: { $case: 'attention', value: {} }, layers },
      { kind: 'attention', weight: 1000, convention: 'mean-square', layers, teacher: '1' },
    ],
    [
      { kind: { $case: 'hint', value: {} }, layers },
      {
        kind: 'hint',
        weight: 100,
        normalization: 'mean',
        activation: 'identity',
        layers,
        teacher: '1',
      },
    ],
    [
      { kind: { $case: 'relationalDistance', value: {} } },
      { kind: 'relational-distance', weight: 25, tuples: 'all', layers: features, teacher: '1' },
    ],
    [
      { kind: { $case: 'relationalAngle', value: {} } },
      { kind: 'relational-angle', weight: 50, tuples: 'all', layers: features, teacher: '1' },
    ],
    [
      { kind: { $case: 'darkRank', value: {} } },
      {
        kind: 'dark-rank',
        weight: 1,
        alpha: 2,
        beta: 3,
        length: 4,
        layers: features,
        teacher: '1',
      },
    ],
    [
      { kind: { $case: 'triplet', value: {} } },
      { kind: 'triplet', weight: 1, layer: 'pool', margin: 0.2, mining: 'semi-hard' },
    ],
  ])('fills in the usual settings of %j', (given, expected) => {
    expect(term(given)).toEqual(expected);
  });

  it.each<[Given, object]>([
    [
      { kind: { $case: 'softTargets', value: { temperature: 1 } }, teacher: 2, weight: 0 },
      { temperature: 1, teacher: '2', weight: 0 },
    ],
    [
      { kind: { $case: 'softTargets', value: {} }, weight: 4, lastWeight: 0 },
      { weight: { from: 4, to: 0 } },
    ],
    [
      { kind: { $case: 'attention', value: { convention: Attention_Convention.CONVENTION_NORM } } },
      { convention: 'norm', weight: 0.05 },
    ],
    [
      {
        kind: {
          $case: 'hint',
          value: { normalization: Hint_Normalization.NORMALIZATION_HALF_SUM },
        },
        layers: { student: 'block1.relu', teacher: 'relu1' },
      },
      { normalization: 'half-sum', weight: 1, activation: 'relu' },
    ],
    [
      { kind: { $case: 'hint', value: { activation: Hint_Activation.ACTIVATION_TANH } }, layers },
      { activation: 'tanh' },
    ],
    [
      { kind: { $case: 'relationalAngle', value: { tuples: Relations_Tuples.TUPLES_DISTINCT } } },
      { tuples: 'distinct' },
    ],
    [
      { kind: { $case: 'darkRank', value: { alpha: 3, beta: 1, length: 2 } } },
      { alpha: 3, beta: 1, length: 2 },
    ],
    [
      { kind: { $case: 'triplet', value: { margin: 1 } }, layers: { student: 'fc', teacher: '' } },
      { margin: 1, layer: 'fc' },
    ],
  ])('takes over what is given: %j', (given, expected) => {
    expect(term(given)).toMatchObject(expected);
  });
});

describe('toMining', () => {
  const embedding = embeddingGraph(student, { from: 'pool', size: 4, normalize: true });

  it.each([
    [Mining.MINING_UNSPECIFIED, student, 'pool', 'semi-hard'],
    [Mining.MINING_UNSPECIFIED, embedding, 'normalize', 'distance-weighted'],
    [Mining.MINING_SEMI_HARD, embedding, 'normalize', 'semi-hard'],
    [Mining.MINING_DISTANCE_WEIGHTED, student, 'pool', 'distance-weighted'],
  ] as const)('%s suits the vectors (%#)', (mining, graph, layer, expected) => {
    expect(toMining(mining, graph, layer)).toBe(expected);
  });
});
