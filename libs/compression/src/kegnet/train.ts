import {
  adam,
  argMax,
  countsIn,
  createNetwork,
  dataOf,
  disposeNetwork,
  forward,
  gradients,
  loadParts,
  numberOf,
  outputShape,
  randomStream,
  saveableParameters,
  saveableStream,
  saveParts,
  tidy,
  type Network,
  type Optimizer,
  type Parameters,
  type RandomStream,
  type Report,
  type Saveable,
  type Snapshot,
  type Training,
} from '@polymath/tensor';
import { checkCounts, checkPositive, checkWeights } from '../classifier/settings.js';
import type { KegNetConfig } from './config.js';
import { decoderGraph } from './decoder.js';
import { generatorGraph } from './generator.js';
import { generatorLoss } from './losses.js';
import { EpochMeans } from './epoch-means.js';
import { generatorPreview } from './preview.js';
import { generatorInput, oneHotRows } from './sample.js';

/** A generator with the decoder that was trained beside it. */
export interface GeneratorPair {
  readonly generator: Network;
  readonly decoder: Network;
}

/** A training that ends in a set of generators. */
export interface GeneratorTraining extends Training {
  /** One pair for each generator asked for; those whose turn has not come are untrained. */
  readonly pairs: readonly GeneratorPair[];
}

/** One generator's training: its networks, optimiser and random stream. */
interface Learner extends GeneratorPair {
  parameters: Parameters;
  optimizer: Optimizer;
  stream: RandomStream;
}

/**
 * Learns generators of a classifier's inputs from the classifier alone (Yoo et al. 2019, algorithm of section 3): each step
 * draws classes and noise, and changes generator and decoder by Adam so that the classifier sees the classes and the decoder
 * finds the noise again. The teacher does not change.
 * @param teacher from an input to logits [classes]; inputs are images of 32x32 or rows
 * @throws invalid-input when a setting is out of its range, or the teacher reads something else
 */
export function trainGenerators(config: KegNetConfig, teacher: Network): GeneratorTraining {
  const { generators, epochs, batchesPerEpoch, batchSize, noise, seed } = config;
  checkConfig(config);
  const [classes = 0] = outputShape(teacher.graph);
  const learners = Array.from({ length: generators }, (_, i) =>
    createLearner(config, teacher, `generator ${i + 1}`),
  );
  const means = new EpochMeans();
  const steps = epochs * batchesPerEpoch;
  const state = { current: 0, step: 0 };

  const trainOnce = ({ generator, decoder, parameters, optimizer, stream }: Learner) =>
    tidy(() => {
      const labels = Int32Array.from({ length: batchSize }, () => stream.integer(classes));
      const y = oneHotRows(labels, classes); // [batch, classes]
      const z = stream.normal([batchSize, noise]);
      const x = forward(generator, generatorInput(z, y), { mode: 'training' });
      // The published code never puts the teacher into inference mode: its dropout is active.
      const dropout = config.teacherMode === 'batch-statistics' ? stream : undefined;
      const logits = forward(teacher, x, { mode: config.teacherMode, dropout });
      const decoded = forward(decoder, x, { mode: 'training' }); // [batch, noise]
      const loss = generatorLoss({ classes: y, noise: z, inputs: x, logits, decoded }, config);
      optimizer.apply(gradients(loss.total, parameters));
      const seen = dataOf(argMax(logits, -1));
      return {
        loss: numberOf(loss.total),
        classLoss: numberOf(loss.classes),
        ...(loss.decoder ? { decoderLoss: numberOf(loss.decoder) } : {}),
        ...(loss.diversity ? { diversityLoss: numberOf(loss.diversity) } : {}),
        labelAccuracy: labels.filter((label, i) => label === seen[i]).length / batchSize,
      };
    });

  const preview = ({ generator }: Learner) => {
    if (teacher.graph.input.shape.length !== 3) return {};
    const title = `generator ${state.current + 1}, epoch ${state.step / batchesPerEpoch}`;
    return { preview: generatorPreview(generator, { title, classes, columns: 10, seed }) };
  };

  async function* run(signal?: AbortSignal): AsyncGenerator<Report, void> {
    for (; state.current < learners.length; state.current++, state.step = 0) {
      const learner = learners[state.current] as Learner;
      const phase = `generator ${state.current + 1} of ${learners.length}`;
      while (state.step < steps) {
        signal?.throwIfAborted();
        const metrics = means.add(trainOnce(learner));
        const epochEnds = ++state.step % batchesPerEpoch === 0;
        const report = { phase, step: state.step, steps, metrics };
        if (epochEnds) means.reset();
        yield epochEnds ? { ...report, ...preview(learner) } : report;
      }
    }
  }

  const parts = partsOf(learners, means);
  return {
    pairs: learners,
    run,
    save: () => saveParts(parts, { ...state }),
    load: (snapshot: Snapshot) => {
      Object.assign(state, countsIn(loadParts(parts, snapshot), ['current', 'step']));
    },
    dispose: () => learners.forEach(disposeLearner),
  };
}

function checkConfig(config: KegNetConfig): void {
  const { generators, epochs, batchesPerEpoch, batchSize, noise, decoderLayers } = config;
  checkCounts({ generators, epochs, batchesPerEpoch, noise });
  checkCounts({ batchSize }, 2); // batch norm needs two
  checkCounts({ decoderLayers }, 0);
  checkPositive({ learningRate: config.learningRate });
  checkWeights({ alpha: config.alpha, beta: config.beta });
}

function createLearner(config: KegNetConfig, teacher: Network, name: string): Learner {
  const { noise, decoderLayers: hiddenLayers, learningRate } = config;
  const { shape } = teacher.graph.input;
  const [classes = 0] = outputShape(teacher.graph);
  const stream = randomStream(config.seed, name);
  const generator = createNetwork(
    generatorGraph({ noise, classes, output: shape }),
    stream.child('generator weights'),
  );
  const decoder = createNetwork(
    decoderGraph({ input: shape, noise, hiddenLayers }),
    stream.child('decoder weights'),
  );
  const parameters = new Map([
    ...prefixed('generator', generator.parameters),
    ...prefixed('decoder', decoder.parameters),
  ]);
  const optimizer = adam(parameters, { learningRate });
  return { generator, decoder, parameters, optimizer, stream };
}

const prefixed = (prefix: string, parameters: Parameters) =>
  [...parameters].map(([name, parameter]) => [`${prefix}/${name}`, parameter] as const);

function partsOf(learners: readonly Learner[], means: EpochMeans): Record<string, Saveable> {
  const parts: Record<string, Saveable> = { means };
  learners.forEach(({ parameters, optimizer, stream }, i) => {
    parts[`${i}`] = saveableParameters(parameters);
    parts[`${i}.optimizer`] = optimizer;
    parts[`${i}.stream`] = saveableStream(stream);
  });
  return parts;
}

function disposeLearner({ generator, decoder, optimizer }: Learner): void {
  optimizer.dispose();
  disposeNetwork(generator);
  disposeNetwork(decoder);
}
