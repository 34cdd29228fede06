import {
  accuracyOf,
  distil,
  type LabelledSource,
  type OptimizerConfig,
  type StudentTraining,
} from '@polymath/compression';
import type { Graph, Network } from '@polymath/tensor';
import type { Method } from './methods.js';

/** What networks are trained and tested on. */
export interface Data {
  /** One epoch of it is several passes over the images, cropped anew. */
  training: LabelledSource;
  /** Chooses nothing. */
  test: LabelledSource;
}

/** How long, and from which seed. */
export interface Run {
  epochs: number;
  seed: number;
}

/** A network that has learned. */
export interface Learned {
  training: StudentTraining;
  /** On the test images, 0 to 1. */
  accuracy: number;
  seconds: number;
}

/** SGD as the published comparisons use it, its rate falling at the same shares of all epochs: 5/8 and 7/8. */
const optimizer = (epochs: number): OptimizerConfig => ({
  ...{ kind: 'sgd', learningRate: 0.05, momentum: 0.9, weightDecay: 5e-4 },
  schedule: { epochs: [Math.round(epochs * 0.625), Math.round(epochs * 0.875)], factor: 0.1 },
});

/** Trains a network from labels and, where the method does, from a teacher. */
export async function learn(
  graph: Graph,
  method: Method,
  { training, test, teacher }: Data & { teacher?: Network },
  { epochs, seed }: Run,
): Promise<Learned> {
  const start = performance.now();
  const stages = method.stages(epochs, optimizer(epochs));
  const teachers = new Map(teacher ? [['teacher', teacher]] : []);
  const run = distil(
    { graph, stages, batches: method.batches ?? { size: 64 }, seed },
    { training, teachers },
  );
  for await (const { phase, step, steps, metrics } of run.run()) {
    if (step % Math.ceil(steps / 4) !== 0 && step !== steps) continue;
    console.error(
      `  ${method.name}, seed ${seed}, ${phase}: ${step} of ${steps}, ${shown(metrics)}`,
    );
  }
  const seconds = (performance.now() - start) / 1000;
  return { training: run, accuracy: accuracyOf(run.student, test), seconds };
}

function shown(metrics: Readonly<Record<string, number>>): string {
  return Object.entries(metrics)
    .map(([name, value]) => `${name} ${value.toPrecision(3)}`)
    .join(', ');
}
