import { readFileSync } from 'node:fs';
import type { LabelledSource } from '@polymath/compression';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { LabelledImages } from '@polymath/contracts/polymath/compression/v1/network';
import { imageTensor, readLabelledImages, resize, selectImages } from '@polymath/datasets';
import type { JobFiles } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { inputPath } from './classifier-file.js';

/** The artifacts that labelled images are made of. */
export function imageArtifacts(images: LabelledImages | undefined): Artifact[] {
  return [images?.images, images?.labels].filter((artifact) => artifact !== undefined);
}

/** Labelled images as inputs of a network: read, cut out, resized, normalised. */
export function readLabelledSource(
  files: Pick<JobFiles, 'input'>,
  spec: LabelledImages,
): LabelledSource {
  const read = (artifact?: Artifact) => readFileSync(inputPath(files, artifact));
  const all = readLabelledImages(read(spec.images), read(spec.labels));
  const chosen = selectImages(all, places(spec, all.count));
  const { resizeHeight, resizeWidth } = spec;
  const data = resizeHeight > 0 ? resize(chosen, resizeHeight, resizeWidth) : chosen;
  const plain = spec.mean.length === 0;
  const normalization = {
    mean: plain ? new Array<number>(data.channels).fill(0) : spec.mean,
    standardDeviation: plain ? new Array<number>(data.channels).fill(1) : spec.standardDeviation,
  };
  return {
    count: data.count,
    shape: [data.height, data.width, data.channels],
    labels: Int32Array.from(data.labels),
    batch: (batch) => imageTensor(data, normalization, batch),
  };
}

function places({ first, count }: LabelledImages, available: number): Int32Array {
  const wanted = count === 0 ? available - first : count;
  if (wanted < 1 || first + wanted > available) {
    throw new PolymathError(
      'invalid-input',
      `images ${first} to ${first + wanted - 1} were asked for, there are ${available}`,
    );
  }
  return Int32Array.from({ length: wanted }, (_, i) => first + i);
}
