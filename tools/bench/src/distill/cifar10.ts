import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledSource } from '@polymath/compression';
import { imageTensor, readCifar } from '@polymath/datasets';
import { floatsOf, randomStream, tensor, tidy } from '@polymath/tensor';

const size = 32;
const channels = 3;
const values = size * size * channels;
/** Of CIFAR-10's training images, from 0 to 1, as PyTorch users normalise by. */
const normalization = {
  mean: [0.4914, 0.4822, 0.4465],
  standardDeviation: [0.247, 0.2435, 0.2616],
};
/** How far a crop may move, in pixels (He et al. 2016, section 4.2). */
const margin = 4;

/** Normalised images with a class each. */
export interface Images {
  /** [count, 32, 32, 3] */
  values: Float32Array;
  /** [count] */
  labels: Int32Array;
}

/**
 * A file in CIFAR-10's binary layout, normalised.
 * @throws Error that says how to name the folder when the file is not there
 */
export function readCifar10(folder: string, name: string): Images {
  const path = join(folder, 'cifar10', name);
  if (!existsSync(path)) {
    throw new Error(`${path} is missing: --data names the folder that holds cifar10/`);
  }
  const images = readCifar([readFileSync(path)], 'cifar10');
  return {
    values: tidy(() => floatsOf(imageTensor(images, normalization))),
    labels: Int32Array.from(images.labels),
  };
}

/** The images as they are. */
export function plain({ values: all, labels }: Images): LabelledSource {
  return source(labels, (place, into) => {
    into.set(all.subarray(place * values, (place + 1) * values));
  });
}

/**
 * Each image `variants` times, each time moved by up to 4 pixels on both axes (what comes in is 0) and every second time, on average,
 * mirrored: the same for a seed, so that an epoch of these is as many passes over images that are cropped anew.
 */
export function crops(images: Images, variants: number, seed: number): LabelledSource {
  const count = images.labels.length;
  const random = randomStream(seed, 'crops');
  const draw = (below: number) =>
    Int32Array.from({ length: count * variants }, () => random.integer(below));
  const [down, right, mirrored] = [draw(2 * margin + 1), draw(2 * margin + 1), draw(2)];
  const labels = Int32Array.from({ length: count * variants }, (_, i) => images.labels[i % count]!);
  return source(labels, (place, into) => {
    const from = images.values.subarray((place % count) * values, ((place % count) + 1) * values);
    const moved = [down[place]! - margin, right[place]! - margin, mirrored[place]! === 1] as const;
    move(from, into, ...moved);
  });
}

function move(
  from: Float32Array,
  into: Float32Array,
  down: number,
  right: number,
  mirrored: boolean,
): void {
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [row, column] = [y + down, (mirrored ? size - 1 - x : x) + right];
      if (row < 0 || row >= size || column < 0 || column >= size) continue;
      const source = (row * size + column) * channels;
      const target = (y * size + x) * channels;
      for (let c = 0; c < channels; c++) into[target + c] = from[source + c]!;
    }
  }
}

function source(
  labels: Int32Array,
  write: (place: number, into: Float32Array) => void,
): LabelledSource {
  const shape = [size, size, channels];
  return {
    ...{ count: labels.length, shape, labels },
    batch: (places) => {
      const batch = new Float32Array(places.length * values);
      places.forEach((place, i) => {
        write(place, batch.subarray(i * values, (i + 1) * values));
      });
      return tensor(batch, [places.length, ...shape]);
    },
  };
}
