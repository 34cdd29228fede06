import { EvaluateClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import {
  CifarFiles_Labels,
  type LabelledImages,
} from '@polymath/contracts/polymath/compression/v1/network';
import { describe, expect, it } from 'vitest';
import { evaluateClassifierHandler } from './evaluate-classifier.js';
import {
  artifact,
  context,
  nameless,
  recordingSubmit,
  refusedFields,
} from '@polymath/area/testing';

type DataSet = NonNullable<LabelledImages['dataSet']>;

const unknown = 9 as never;
const cifar = (
  files: (typeof artifact)[],
  labels: CifarFiles_Labels = CifarFiles_Labels.LABELS_UNSPECIFIED,
): DataSet => ({
  $case: 'cifar',
  value: { files, labels },
});
const folder = (patch: object = {}): DataSet => ({
  $case: 'folder',
  value: { archive: artifact, channels: 0, ...patch },
});
const numpy = (archive?: typeof artifact): DataSet => ({
  $case: 'numpy',
  value: { archive, imagesName: '', labelsName: '' },
});

const answer = (dataSet: DataSet, patch: object = {}) =>
  evaluateClassifierHandler(recordingSubmit())(
    EvaluateClassifierRequest.fromPartial({ classifier: artifact, images: { dataSet, ...patch } }),
    context,
  );

describe('a data set that holds images and labels', () => {
  it.each<[string, DataSet]>([
    ['of CIFAR', cifar([artifact, artifact], CifarFiles_Labels.LABELS_CIFAR100_FINE)],
    ['in a folder', folder({ channels: 1 })],
    ['in NumPy arrays', numpy(artifact)],
  ])('%s is taken', async (_, dataSet) => {
    expect(await refusedFields(answer(dataSet))).toEqual([]);
  });

  it.each<[string, DataSet, object, string[]]>([
    ['beside images', numpy(artifact), { images: artifact }, ['images.images']],
    ['beside labels', numpy(artifact), { labels: artifact }, ['images.labels']],
    ['of CIFAR without files', cifar([]), {}, ['images.cifar.files']],
    ['of CIFAR with a bad file', cifar([artifact, nameless]), {}, ['images.cifar.files[1].sha256']],
    ['of unknown labels', cifar([artifact], unknown), {}, ['images.cifar.labels']],
    ['in no folder', folder({ archive: undefined }), {}, ['images.folder.archive']],
    ['of two channels', folder({ channels: 2 }), {}, ['images.folder.channels']],
    ['without an archive', numpy(), {}, ['images.numpy.archive']],
    ['with half a resize', folder(), { resizeHeight: 3 }, ['images.resize_width']],
  ])('%s is refused', async (_, dataSet, patch, fields) => {
    expect(await refusedFields(answer(dataSet, patch))).toEqual(fields);
  });
});
