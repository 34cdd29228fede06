import { readFileSync } from 'node:fs';
import type { LabelledSource } from '@polymath/compression';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  CifarFiles_Labels,
  type LabelledImages,
} from '@polymath/contracts/polymath/compression/v1/network';
import {
  imageTensor,
  readCifar,
  readLabelledImages,
  readNpz,
  resize,
  selectImages,
  type CifarLabels,
  type LabelledImages as DataSet,
} from '@polymath/datasets';
import { readImageFolder } from '@polymath/datasets/image-folder';
import type { JobFiles } from '@polymath/engine-host';
import { PolymathError } from '@polymath/errors';
import { inputPath } from '@polymath/area/inputs';

/** The artifacts that labelled images are made of. */
export function imageArtifacts(images: LabelledImages | undefined): Artifact[] {
  const { dataSet } = images ?? {};
  const inDataSet = dataSet?.$case === 'cifar' ? dataSet.value.files : [dataSet?.value.archive];
  const all = [images?.images, images?.labels, ...inDataSet];
  return all.filter((artifact) => artifact !== undefined);
}

type Files = Pick<JobFiles, 'input'>;

/** Labelled images as inputs of a network: read, cut out, resized, normalised. */
export async function openLabelledSource(
  files: Files,
  spec: LabelledImages,
): Promise<LabelledSource> {
  return toSource(await readDataSet(files, spec), spec);
}

async function readDataSet(files: Files, spec: LabelledImages): Promise<DataSet> {
  const { dataSet, images, labels } = spec;
  const read = (artifact?: Artifact) => readFileSync(inputPath(files, artifact));
  switch (dataSet?.$case) {
    case undefined:
      return readLabelledImages(read(images), read(labels));
    case 'cifar':
      return readCifar(dataSet.value.files.map(read), cifarLabels(dataSet.value.labels));
    case 'numpy': {
      const { archive, imagesName, labelsName } = dataSet.value;
      const names = { images: imagesName || 'images', labels: labelsName || 'labels' };
      return readNpz(read(archive), names);
    }
    case 'folder': {
      const { resizeHeight: height, resizeWidth } = spec;
      const { archive, channels } = dataSet.value;
      const size = height > 0 ? ([height, resizeWidth] as const) : undefined;
      return readImageFolder(read(archive), { channels: channels === 1 ? 1 : 3, size });
    }
  }
}

function cifarLabels(labels: CifarFiles_Labels): CifarLabels {
  if (labels === CifarFiles_Labels.LABELS_CIFAR100_FINE) return 'cifar100-fine';
  return labels === CifarFiles_Labels.LABELS_CIFAR100_COARSE ? 'cifar100-coarse' : 'cifar10';
}

function toSource(all: DataSet, spec: LabelledImages): LabelledSource {
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
    labels: data.labels,
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
