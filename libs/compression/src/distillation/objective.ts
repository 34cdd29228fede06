import { PolymathError } from '@polymath/errors';
import {
  add,
  layerValues,
  mul,
  noGrad,
  numberOf,
  type Network,
  type RandomStream,
  type Tensor,
} from '@polymath/tensor';
import { checkCounts } from '../classifier/settings.js';
import type { Term, Weight } from './config.js';
import { prepareLabelTerm } from './label-terms.js';
import type { PreparedTerm } from './prepared-term.js';
import { prepareTeacherTerm } from './teacher-terms.js';
import { checkWeight, weightAt } from './weights.js';

/** Frozen networks by name. */
export type Teachers = ReadonlyMap<string, Network>;

/** One term of an objective with its name in the metrics. */
export interface NamedTerm extends PreparedTerm {
  name: string;
  weight: Weight;
  teacher: Network | undefined;
}

/** Items to learn from, and how much of the stage is over, 0 to 1. */
export interface ObjectiveBatch {
  /** [samples, ...] */
  inputs: Tensor;
  /** [samples] */
  labels: Int32Array;
  progress: number;
  /** Draws what the student's dropout takes out. */
  dropout?: RandomStream;
}

/**
 * Makes the terms of an objective ready. Their names are their kinds, with a number where a kind comes again.
 * @throws invalid-input for no terms, a weight below 0, a teacher or layer that there is not (with the names there are), or a term
 * that does not fit the networks
 */
export function prepareTerms(
  terms: readonly Term[],
  student: Network,
  teachers: Teachers,
  random: RandomStream,
): NamedTerm[] {
  checkCounts({ 'number of terms': terms.length });
  const prepared: NamedTerm[] = [];
  try {
    for (const [i, term] of terms.entries()) {
      const name = nameOf(term, terms.slice(0, i));
      checkWeight(name, term.weight);
      const own = prepareTerm(term, student, teachers, random.child(name));
      prepared.push({ ...own, name, weight: term.weight });
    }
    return prepared;
  } catch (error) {
    prepared.forEach(({ dispose }) => dispose?.());
    throw error;
  }
}

/**
 * The objective L = Σ weight · term, a scalar, and the value of each term. A term whose weight is 0 is left out.
 */
export function objective(
  terms: readonly NamedTerm[],
  student: Network,
  { inputs, labels, progress, dropout }: ObjectiveBatch,
): { total: Tensor; metrics: Record<string, number> } {
  const active = terms.filter(({ weight }) => weightAt(weight, progress) > 0);
  const own = layerValues(student, inputs, {
    ...{ mode: 'training', dropout },
    layers: unique(active.flatMap(({ studentLayers }) => studentLayers)),
  });
  const given = teacherValues(active, inputs);
  const losses = active.map(({ loss, teacher }) =>
    loss({
      student: (layer) => own.get(layer) as Tensor,
      teacher: (layer) => given.get(teacher as Network)?.get(layer) as Tensor,
      labels,
    }),
  );
  const weighted = losses.map((loss, i) => mul(loss, weightAt(active[i]!.weight, progress)));
  const total = weighted.reduce((sum, loss) => add(sum, loss));
  const values = active.map(({ name }, i) => [name, numberOf(losses[i]!)] as const);
  return { total, metrics: { loss: numberOf(total), ...Object.fromEntries(values) } };
}

/** What each teacher makes of the inputs, in inference mode: each is run once. */
function teacherValues(
  terms: readonly NamedTerm[],
  inputs: Tensor,
): Map<Network, Map<string, Tensor>> {
  const teachers = unique(terms.flatMap(({ teacher }) => teacher ?? []));
  return new Map(
    teachers.map((network) => {
      const own = terms.filter(({ teacher }) => teacher === network);
      const layers = unique(own.flatMap(({ teacherLayers }) => teacherLayers));
      return [network, noGrad(() => layerValues(network, inputs, { layers }))];
    }),
  );
}

function prepareTerm(
  term: Term,
  { graph }: Network,
  teachers: Teachers,
  random: RandomStream,
): PreparedTerm & { teacher: Network | undefined } {
  if (term.kind === 'cross-entropy' || term.kind === 'triplet') {
    return { ...prepareLabelTerm(term, graph, random), teacher: undefined };
  }
  const teacher = teacherOf(term.teacher, teachers);
  const compared = { student: graph, teacher: teacher.graph };
  return { ...prepareTeacherTerm(term, compared, random), teacher };
}

function teacherOf(name: string | undefined, teachers: Teachers): Network {
  const names = [...teachers.keys()];
  const teacher = teachers.get(name ?? (names.length === 1 ? names[0]! : ''));
  if (teacher) return teacher;
  const wanted = name === undefined ? 'a term names no teacher' : `no teacher is named ${name}`;
  const there = names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
  throw new PolymathError('invalid-input', `${wanted}; ${there}`);
}

/** The kind in camel case, e.g. `softTargets`; from the second of its kind on with its number. */
function nameOf({ kind }: Term, earlier: readonly Term[]): string {
  const place = earlier.filter((term) => term.kind === kind).length + 1;
  const name = kind.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return place === 1 ? name : `${name}${place}`;
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
