import { Batches, ClassBatches } from '@polymath/datasets';
import { PolymathError } from '@polymath/errors';
import {
  gradients,
  tidy,
  type Network,
  type Optimizer,
  type Parameters,
  type RandomStream,
  type Saveable,
} from '@polymath/tensor';
import type { LabelledSource } from '../classifier/input-source.js';
import { createOptimizer, learningRateAt } from '../classifier/optimizer.js';
import { checkCounts } from '../classifier/settings.js';
import type { BatchConfig, Stage } from './config.js';
import { objective, prepareTerms, type NamedTerm, type Teachers } from './objective.js';
import { checkSomeWeight } from './weights.js';

/** What a stage works on. */
export interface StageContext {
  student: Network;
  teachers: Teachers;
  training: LabelledSource;
  batches: BatchConfig;
  random: RandomStream;
}

/** One stage of a student's training, ready to go step by step. */
export class StageRun {
  readonly steps: number;
  private readonly terms: readonly NamedTerm[];
  private readonly optimizer: Optimizer;
  private readonly batches: Batches | ClassBatches;

  /** @throws invalid-input when a setting is out of its range, a name is unknown, or a term does not fit networks or batches */
  constructor(
    readonly stage: Stage,
    private readonly context: StageContext,
  ) {
    const { student, teachers, training, batches, random } = context;
    checkCounts({ epochs: stage.epochs });
    checkSomeWeight(stage.terms.map(({ weight }) => weight));
    checkBatches(batches, stage);
    this.batches = makeBatches(batches, training, random.child('order'));
    this.steps = stage.epochs * this.batches.batchesPerEpoch;
    this.terms = prepareTerms(stage.terms, student, teachers, random);
    try {
      const size = 'size' in batches ? batches.size : batches.classes * batches.itemsPerClass;
      for (const { name, leastSamples } of this.terms) {
        checkCounts({ [`batch size for ${name}`]: size }, leastSamples);
      }
      this.optimizer = createOptimizer(this.parameters(), stage.optimizer);
    } catch (error) {
      this.terms.forEach(({ dispose }) => dispose?.());
      throw error;
    }
  }

  /** The parts of its state, by name. */
  get parts(): Record<string, Saveable> {
    const own = this.terms.flatMap(({ name, state }) => (state ? [[name, state] as const] : []));
    const { optimizer, batches } = this;
    return { optimizer, batches, ...Object.fromEntries(own) };
  }

  /** Whether an epoch has just ended. */
  get epochEnds(): boolean {
    return this.batches.index === 0;
  }

  /** Epochs that are over. */
  get epoch(): number {
    return this.batches.epoch;
  }

  /** One step down the objective on the next batch; gives the loss and each term. */
  next(): Record<string, number> {
    const { student, training } = this.context;
    const { epochs, optimizer } = this.stage;
    const { epoch, index } = this.batches;
    const dropout = this.context.random.child(`dropout-${epoch}-${index}`);
    const places = this.batches.next();
    this.optimizer.learningRate = learningRateAt(epoch, optimizer);
    return tidy(() => {
      const inputs = training.batch(places); // [samples, ...]
      const labels = places.map((place) => training.labels[place] as number);
      const progress = epochs === 1 ? 0 : epoch / (epochs - 1);
      const { total, metrics } = objective(this.terms, student, {
        inputs,
        labels,
        progress,
        dropout,
      });
      this.optimizer.apply(gradients(total, this.parameters()));
      return metrics;
    });
  }

  /** Frees all but the student. */
  dispose(): void {
    this.optimizer.dispose();
    this.terms.forEach(({ dispose }) => dispose?.());
  }

  /** Of the student, and of what is trained beside it. */
  private parameters(): Parameters {
    const beside = this.terms.flatMap(({ name, parameters }) =>
      [...(parameters ?? [])].map(([key, value]) => [`${name}/${key}`, value] as const),
    );
    return new Map([...this.context.student.parameters, ...beside]);
  }
}

function makeBatches(
  config: BatchConfig,
  { count, labels }: LabelledSource,
  random: RandomStream,
): Batches | ClassBatches {
  if (!('size' in config)) return new ClassBatches({ ...config, labels, random });
  // A last batch of a few items would have no relations and poor statistics.
  return new Batches({ count, batchSize: config.size, random, remainder: 'drop' });
}

function checkBatches(batches: BatchConfig, { terms }: Stage): void {
  if (!terms.some(({ kind }) => kind === 'triplet')) return;
  if ('classes' in batches && batches.classes > 1 && batches.itemsPerClass > 1) return;
  throw new PolymathError(
    'invalid-input',
    `a triplet term needs batches of at least 2 classes with 2 items each, got ${JSON.stringify(batches)}`,
  );
}
