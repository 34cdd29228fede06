import {
  distil,
  type LabelledSource,
  type Stage,
  type StudentTraining,
} from '@polymath/compression';
import type {
  DistillationStage,
  DistillRequest,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { outputShape, type Graph, type Network } from '@polymath/tensor';
import { toBatchConfig, toOptimizerConfig } from '../inputs/learning.js';
import { classCount } from '../inputs/new-network.js';
import { teacherName, toTerm, type Compared } from '../inputs/terms.js';

/** What a student learns from and is chosen on. */
export interface StudentSources {
  training: LabelledSource;
  validation: LabelledSource | undefined;
  /** In the order of the request. */
  teachers: readonly Network[];
}

/** The training of a student as its request describes it. */
export function studentTraining(
  spec: DistillRequest,
  graph: Graph,
  sources: StudentSources,
): StudentTraining {
  const { training, validation, teachers } = sources;
  const config = learningConfig(spec, graph, sources);
  const named = new Map(teachers.map((teacher, i) => [teacherName(i + 1), teacher]));
  return distil(
    { graph, ...config, seed: Number(spec.seed) },
    { training, teachers: named, validation },
  );
}

/** Stages and batches of a request with their defaults. */
export function learningConfig(
  spec: DistillRequest,
  graph: Graph,
  { training, teachers }: Pick<StudentSources, 'training' | 'teachers'>,
) {
  const compared = { student: graph, teachers: teachers.map((teacher) => teacher.graph) };
  const stages = stagesOf(spec).map(([name, stage]) => toStage(name, stage, compared));
  return { stages, batches: toBatchConfig(spec.batches, training, 'random') };
}

/** The number of epochs of each stage, by the name under which it reports. */
export const epochsByPhase = (spec: DistillRequest): Record<string, number> =>
  Object.fromEntries(stagesOf(spec).map(([name, { epochs }]) => [name, epochs]));

/** How many classes a student tells apart: as many as labels name, or as a teacher does whose soft targets it learns. */
export function classesOf(
  spec: DistillRequest,
  { training, teachers }: Pick<StudentSources, 'training' | 'teachers'>,
): number {
  const taught = stagesOf(spec)
    .flatMap(([, { terms }]) => terms)
    .filter(({ kind }) => kind?.$case === 'softTargets')
    .map(({ teacher }) => outputShape(teachers[Math.max(teacher, 1) - 1]!.graph)[0] ?? 0);
  return Math.max(classCount(training), ...taught);
}

/** The stages in their order, each with the name under which it reports. */
const stagesOf = ({ earlierStages, stage }: DistillRequest): [string, DistillationStage][] => [
  ...earlierStages.map((earlier, i): [string, DistillationStage] => [`stage ${i + 1}`, earlier]),
  ['distil', stage!],
];

const toStage = (name: string, stage: DistillationStage, compared: Compared): Stage => ({
  ...{ name, epochs: stage.epochs, optimizer: toOptimizerConfig(stage.optimizer, 'sgd') },
  terms: stage.terms.map((term) => toTerm(term, compared)),
});
