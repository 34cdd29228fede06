import { PolymathError } from '@polymath/errors';
import {
  outputShape,
  shapeOfLayer,
  type Graph,
  type Parameters,
  type Saveable,
  type Shape,
  type Tensor,
} from '@polymath/tensor';

/** What a term is computed from: the values of named layers for a batch, each [samples, ...]. */
export interface TermBatch {
  student: (layer: string) => Tensor;
  teacher: (layer: string) => Tensor;
  /** [samples] */
  labels: Int32Array;
}

/** A term of the objective, checked and ready. */
export interface PreparedTerm {
  /** Layers of the student that it reads. */
  studentLayers: readonly string[];
  /** Layers of its teacher that it reads. */
  teacherLayers: readonly string[];
  /** It needs so many samples in a batch. */
  leastSamples: number;
  /** The term without its weight, a scalar. */
  loss: (batch: TermBatch) => Tensor;
  /** What is trained beside the student, and dropped afterwards. */
  parameters?: Parameters;
  /** What it takes to continue exactly. */
  state?: Saveable;
  dispose?: () => void;
}

/** The networks that a term compares. */
export interface Compared {
  student: Graph;
  teacher: Graph;
}

/**
 * The shape of a layer, without the batch.
 * @param owner whose layer it is, for the message
 * @throws invalid-input for a name that is no layer, with the names there are
 */
export function shapeOf(graph: Graph, layer: string, owner: 'student' | 'teacher'): Shape {
  try {
    return shapeOfLayer(graph, layer);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new PolymathError('invalid-input', `${owner}: ${message}`, { cause: error });
  }
}

/**
 * The number of classes that a network tells apart.
 * @throws invalid-input when its result is no vector
 */
export function classesOf(graph: Graph, owner: 'student' | 'teacher'): number {
  const shape = outputShape(graph);
  const [classes = 0] = shape;
  if (shape.length === 1) return classes;
  throw new PolymathError(
    'invalid-input',
    `${owner}: expected logits [classes], got [${shape.join(', ')}]`,
  );
}
