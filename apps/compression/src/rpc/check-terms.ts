import {
  Attention_Convention,
  Hint_Activation,
  Hint_Normalization,
  Relations_Tuples,
  type DarkRank,
  type DistillationTerm,
  type Hint,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import type { Violations } from '@polymath/service-kit';
import { checkOrZero, isOneOf, namesIn } from './checks.js';
import { checkTriplets } from './check-training.js';

const largestWeight = 1_000_000;

/** What the terms of a stage are held against. */
export interface TermContext {
  /** How many teachers the request names. */
  teachers: number;
  /** Whether batches have as many images of each class. */
  byClass: boolean;
}

/** Demands a term whose fields fit its kind and the request. */
export function checkTerm(wrong: Violations, term: DistillationTerm, context: TermContext): void {
  const { kind, weight, lastWeight } = term;
  if (weight !== undefined) wrong.range('weight', weight, 0, largestWeight);
  if (lastWeight !== undefined) wrong.range('last_weight', lastWeight, 0, largestWeight);
  if (!kind) {
    wrong.add('kind', 'one term, e.g. cross_entropy or soft_targets, is required');
    return;
  }
  const needsTeacher = kind.$case !== 'crossEntropy' && kind.$case !== 'triplet';
  checkTeacher(wrong, term.teacher, needsTeacher ? context.teachers : 0, needsTeacher);
  checkLayers(wrong, term);
  checkKind(wrong.at(snake(kind.$case)), kind);
  const isPossible = kind.$case !== 'triplet' || context.byClass;
  wrong.that(isPossible, 'triplet', 'needs batches.by_class');
}

function checkTeacher(wrong: Violations, place: number, teachers: number, isNeeded: boolean): void {
  if (!isNeeded) wrong.that(place === 0, 'teacher', `is not for labels alone, got ${place}`);
  else if (teachers === 0) wrong.add('teacher', 'the request names no teachers');
  else wrong.range('teacher', place, 0, teachers);
}

function checkLayers(wrong: Violations, { kind, layers }: DistillationTerm): void {
  switch (kind!.$case) {
    case 'attention':
    case 'hint':
      wrong.present('layers.student', layers?.student);
      wrong.present('layers.teacher', layers?.teacher);
      return;
    case 'crossEntropy':
    case 'softTargets':
      wrong.that(!layers, 'layers', 'are not for terms of the output');
      return;
    case 'triplet':
      wrong.that(!layers?.teacher, 'layers.teacher', 'is not for labels alone');
  }
}

type Kind = NonNullable<DistillationTerm['kind']>;

function checkKind(at: Violations, kind: Kind): void {
  switch (kind.$case) {
    case 'crossEntropy':
      return;
    case 'softTargets':
      at.range('temperature', kind.value.temperature, 0, 1000);
      return;
    case 'attention':
      checkEnum(at, 'convention', Attention_Convention, kind.value.convention);
      return;
    case 'hint':
      checkHint(at, kind.value);
      return;
    case 'relationalDistance':
    case 'relationalAngle':
      checkEnum(at, 'tuples', Relations_Tuples, kind.value.tuples);
      return;
    case 'darkRank':
      checkDarkRank(at, kind.value);
      return;
    case 'triplet':
      checkTriplets(at, kind.value);
  }
}

function checkHint(at: Violations, { normalization, activation }: Hint): void {
  checkEnum(at, 'normalization', Hint_Normalization, normalization);
  checkEnum(at, 'activation', Hint_Activation, activation);
}

function checkDarkRank(at: Violations, { alpha, beta, length }: DarkRank): void {
  at.range('alpha', alpha, 0, 1000);
  at.range('beta', beta, 0, 16);
  checkOrZero(at, 'length', length, [2, 64]);
}

function checkEnum(at: Violations, field: string, values: object, value: number): void {
  at.that(isOneOf(values, value), field, `must be one of ${namesIn(values)}, got ${value}`);
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
