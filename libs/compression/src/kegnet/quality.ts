import {
  argMax,
  dataOf,
  forward,
  max,
  mean,
  noGrad,
  numberOf,
  outputShape,
  randomStream,
  softmax,
  tidy,
  type Network,
} from '@polymath/tensor';
import { decoderLoss } from './losses.js';
import { oneHotRows, sampleGenerator } from './sample.js';
import type { GeneratorPair } from './train.js';

const samples = 1000;

/** How good a set of generators is, on 1,000 samples of each in inference mode. */
export interface GeneratorQuality {
  /** Share of the samples that the classifier puts into the class they were made for, 0 to 1. */
  labelAccuracy: number;
  /** Mean of the classifier's highest probability, 0 to 1: generated inputs are confident, noise is not. */
  meanTopProbability: number;
  /** The share of the rarest class by the classifier's labels times the number of classes: 1 is balanced, 0 lacks a class. */
  rarestClass: number;
  /** Mean squared error of the noise that the decoders find; 1 is chance. */
  decoderError: number;
}

/** Measures a set of generators against the classifier that it was learnt from. */
export function generatorQuality(
  pairs: readonly GeneratorPair[],
  teacher: Network,
  { seed }: { seed: number },
): GeneratorQuality {
  const [classes = 0] = outputShape(teacher.graph);
  const counts = new Array<number>(classes).fill(0);
  const sums = { correct: 0, top: 0, error: 0 };
  for (const pair of pairs) {
    const labels = Int32Array.from({ length: samples }, (_, i) => i % classes);
    const { seen, top, error } = measure(pair, teacher, { labels, classes, seed });
    seen.forEach((label, i) => {
      counts[label]!++;
      if (label === labels[i]) sums.correct++;
    });
    sums.top += top;
    sums.error += error;
  }
  const total = samples * pairs.length;
  return {
    labelAccuracy: sums.correct / total,
    meanTopProbability: sums.top / pairs.length,
    rarestClass: (Math.min(...counts) * classes) / total,
    decoderError: sums.error / pairs.length,
  };
}

interface Measured {
  seen: Int32Array;
  top: number;
  error: number;
}

function measure(
  { generator, decoder }: GeneratorPair,
  teacher: Network,
  { labels, classes, seed }: { labels: Int32Array; classes: number; seed: number },
): Measured {
  return tidy(() =>
    noGrad(() => {
      const [length = 0] = outputShape(decoder.graph);
      const noise = randomStream(seed, 'quality').normal([samples, length]);
      const inputs = sampleGenerator(generator, noise, oneHotRows(labels, classes));
      const probabilities = softmax(forward(teacher, inputs)); // [samples, classes]
      return {
        seen: dataOf(argMax(probabilities, -1)) as Int32Array,
        top: numberOf(mean(max(probabilities, -1))),
        error: numberOf(decoderLoss(forward(decoder, inputs), noise)),
      };
    }),
  );
}
