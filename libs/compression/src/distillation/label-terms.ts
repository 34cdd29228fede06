import { PolymathError } from '@polymath/errors';
import {
  saveableStream,
  softmaxCrossEntropy,
  tensor,
  type Graph,
  type RandomStream,
} from '@polymath/tensor';
import { checkPositive } from '../classifier/settings.js';
import { mineTriplets } from '../metric-learning/mining.js';
import { tripletLoss } from '../metric-learning/triplet-loss.js';
import type { LabelTerm } from './config.js';
import { classesOf, shapeOf, type PreparedTerm } from './prepared-term.js';

/**
 * Makes a term that needs labels alone ready.
 * @param random what distance-weighted mining draws from
 * @throws invalid-input when the student has no such layer, or the layer is of the wrong kind
 */
export function prepareLabelTerm(
  term: LabelTerm,
  student: Graph,
  random: RandomStream,
): PreparedTerm {
  return term.kind === 'triplet' ? tripletTerm(term, student, random) : crossEntropyTerm(student);
}

function crossEntropyTerm(student: Graph): PreparedTerm {
  classesOf(student, 'student');
  return {
    studentLayers: [student.output],
    teacherLayers: [],
    leastSamples: 1,
    loss: (batch) => softmaxCrossEntropy(batch.student(student.output), tensor(batch.labels)),
  };
}

function tripletTerm(
  { layer, margin, mining }: LabelTerm & { kind: 'triplet' },
  student: Graph,
  random: RandomStream,
): PreparedTerm {
  checkPositive({ margin });
  expectVectors(shapeOf(student, layer, 'student'), layer);
  if (mining === 'distance-weighted') expectUnitLength(student, layer);
  return {
    studentLayers: [layer],
    teacherLayers: [],
    leastSamples: 3,
    loss: ({ student: valueOf, labels }) => {
      const embeddings = valueOf(layer);
      return tripletLoss(embeddings, mineTriplets({ embeddings, labels }, mining, random), margin);
    },
    state: saveableStream(random),
  };
}

function expectVectors(shape: readonly number[], layer: string): void {
  if (shape.length === 1) return;
  throw new PolymathError(
    'invalid-input',
    `student: layer ${layer} must give [features], got [${shape.join(', ')}]`,
  );
}

function expectUnitLength({ layers }: Graph, name: string): void {
  const op = layers.find((layer) => layer.name === name)?.op ?? 'input';
  if (op === 'normalize') return;
  throw new PolymathError(
    'invalid-input',
    `student: distance-weighted mining needs vectors of length 1 from a layer normalize, got layer ${name} (${op})`,
  );
}
