import {
  darkRankDefaults,
  type LayerPair,
  type Mining as MiningName,
  type RegressorShape,
  type TeacherTerm,
  type Term,
  type Weight,
} from '@polymath/compression';
import {
  Attention_Convention,
  Hint_Activation,
  Hint_Normalization,
  Mining,
  Relations_Tuples,
  type DistillationTerm,
  type Hint,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { PolymathError } from '@polymath/errors';
import type { Graph } from '@polymath/tensor';
import { featureLayer } from './feature-layer.js';
import { orDefault } from '@polymath/area/inputs';

/** The networks that terms compare; teachers in the order of the request. */
export interface Compared {
  student: Graph;
  teachers: readonly Graph[];
}

/** The name of a teacher by its place in the request, from 1. */
export const teacherName = (place: number): string => `${place}`;

/** A term of a request with its defaults: weight, teacher, layers, settings. */
export function toTerm(term: DistillationTerm, compared: Compared): Term {
  const { kind } = term;
  if (!kind) throw new PolymathError('internal', 'a term of the spec has no kind');
  const { student } = compared;
  if (kind.$case === 'crossEntropy') return { kind: 'cross-entropy', weight: weightOf(term, 1) };
  if (kind.$case === 'triplet') {
    const layer = term.layers?.student || featureLayer(student);
    const margin = orDefault(kind.value.margin, 0.2);
    const mining = toMining(kind.value.mining, student, layer);
    return { kind: 'triplet', layer, margin, mining, weight: weightOf(term, 1) };
  }
  const place = orDefault(term.teacher, 1);
  const own = toTeacherTerm(term, compared, compared.teachers[place - 1] as Graph);
  return { ...own, teacher: teacherName(place) };
}

/** How negatives are found: as asked for, or as it suits the vectors of a layer. */
export function toMining(mining: Mining, graph: Graph, layer: string): MiningName {
  if (mining === Mining.MINING_SEMI_HARD) return 'semi-hard';
  const isUnit = graph.layers.some(({ name, op }) => name === layer && op === 'normalize');
  const isWeighted = mining === Mining.MINING_DISTANCE_WEIGHTED || isUnit;
  return isWeighted ? 'distance-weighted' : 'semi-hard';
}

function toTeacherTerm(
  term: DistillationTerm,
  { student }: Compared,
  teacher: Graph,
): TeacherTerm & { weight: Weight } {
  const weight = (usual: number) => ({ weight: weightOf(term, usual) });
  const layers = (): LayerPair => ({
    student: term.layers?.student || featureLayer(student),
    teacher: term.layers?.teacher || featureLayer(teacher),
  });
  const kind = term.kind!;
  switch (kind.$case) {
    case 'softTargets': {
      const temperature = orDefault(kind.value.temperature, 4);
      return { kind: 'soft-targets', temperature, ...weight(0.9) };
    }
    case 'attention': {
      const isNorm = kind.value.convention === Attention_Convention.CONVENTION_NORM;
      const convention = isNorm ? 'norm' : 'mean-square';
      return { kind: 'attention', convention, layers: layers(), ...weight(isNorm ? 0.05 : 1000) };
    }
    case 'hint': {
      const isSum = kind.value.normalization === Hint_Normalization.NORMALIZATION_HALF_SUM;
      const normalization = isSum ? 'half-sum' : 'mean';
      const pair = layers();
      const activation = toActivation(kind.value, teacher, pair.teacher);
      return { kind: 'hint', normalization, activation, layers: pair, ...weight(isSum ? 1 : 100) };
    }
    case 'relationalDistance':
    case 'relationalAngle': {
      const isDistance = kind.$case === 'relationalDistance';
      const tuples = kind.value.tuples === Relations_Tuples.TUPLES_DISTINCT ? 'distinct' : 'all';
      const name = isDistance ? 'relational-distance' : 'relational-angle';
      return { kind: name, tuples, layers: layers(), ...weight(isDistance ? 25 : 50) };
    }
    case 'darkRank': {
      const alpha = orDefault(kind.value.alpha, darkRankDefaults.alpha);
      const beta = orDefault(kind.value.beta, darkRankDefaults.beta);
      const length = orDefault(kind.value.length, darkRankDefaults.length);
      return { kind: 'dark-rank', alpha, beta, length, layers: layers(), ...weight(1) };
    }
    default:
      throw new PolymathError('internal', `a term ${kind.$case} has no teacher`);
  }
}

function weightOf({ weight, lastWeight }: DistillationTerm, usual: number): Weight {
  const from = weight ?? usual;
  return lastWeight === undefined ? from : { from, to: lastWeight };
}

type Activation = RegressorShape['activation'];
const activations: Partial<Record<Hint_Activation, Activation>> = {
  [Hint_Activation.ACTIVATION_IDENTITY]: 'identity',
  [Hint_Activation.ACTIVATION_RELU]: 'relu',
  [Hint_Activation.ACTIVATION_TANH]: 'tanh',
  [Hint_Activation.ACTIVATION_SIGMOID]: 'sigmoid',
};

function toActivation({ activation }: Hint, teacher: Graph, layer: string): Activation {
  const op = teacher.layers.find(({ name }) => name === layer)?.op;
  const own = Object.values(activations).find((name) => name === op);
  return activations[activation] ?? own ?? 'identity';
}
