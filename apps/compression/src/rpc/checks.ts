import { checkArtifact, isOneOf, namesIn } from '@polymath/area';
import type { CompressClassifierRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import {
  CifarFiles_Labels,
  type LabelledImages,
  type LabelledTable,
} from '@polymath/contracts/polymath/compression/v1/network';
import type { LayerDecomposition } from '@polymath/contracts/polymath/compression/v1/plan';
import type { Violations } from '@polymath/service-kit';

export {
  checkArtifact,
  checkLearningRate,
  checkNoModel,
  checkOrZero,
  checkSeed,
  isOneOf,
  namesIn,
} from '@polymath/area';

const mostFiles = 64;

/** Demands labelled images whose fields fit each other. */
export function checkImages(wrong: Violations, field: string, images?: LabelledImages): void {
  if (!images) {
    wrong.add(field, 'is required');
    return;
  }
  const at = wrong.at(field);
  checkDataSet(at, images);
  const { resizeHeight, resizeWidth } = images;
  at.that(
    (resizeHeight === 0) === (resizeWidth === 0),
    'resize_width',
    `must be given with resize_height, got ${resizeHeight} x ${resizeWidth}`,
  );
  at.range('resize_height', resizeHeight, 0, 4096);
  at.range('resize_width', resizeWidth, 0, 4096);
  checkNormalization(at, images);
}

function checkNormalization(
  at: Violations,
  { mean, standardDeviation }: Pick<LabelledTable, 'mean' | 'standardDeviation'>,
): void {
  at.that(
    mean.length === standardDeviation.length,
    'standard_deviation',
    `must have as many values as mean: ${mean.length}, got ${standardDeviation.length}`,
  );
  mean.forEach((value, i) => {
    at.that(Number.isFinite(value), `mean[${i}]`, `must be a finite number, got ${value}`);
  });
  standardDeviation.forEach((value, i) => {
    const holds = Number.isFinite(value) && value > 0;
    at.that(holds, `standard_deviation[${i}]`, `must be above 0, got ${value}`);
  });
}

/** Demands a table whose fields fit each other. */
export function checkTable(wrong: Violations, field: string, table: LabelledTable): void {
  const at = wrong.at(field);
  checkArtifact(at, 'file', table.file);
  checkNormalization(at, table);
}

/** What can be given as labelled data: images under a name, or a table under the name of its own. */
export interface DataFields {
  readonly images: readonly [field: string, value: LabelledImages | undefined];
  readonly table: readonly [field: string, value: LabelledTable | undefined];
}

/** Demands sound images or a sound table, if any; never both. */
export function checkOptionalData(wrong: Violations, { images, table }: DataFields): void {
  if (images[1]) checkImages(wrong, ...images);
  if (table[1]) checkTable(wrong, table[0], table[1]);
  wrong.that(!images[1] || !table[1], table[0], `must not be given beside ${images[0]}`);
}

/** Demands sound images or a sound table. */
export function checkData(wrong: Violations, data: DataFields): void {
  if (data.table[1]) checkOptionalData(wrong, data);
  else checkImages(wrong, ...data.images);
}

/** Demands a file of images and one of labels, or a data set that holds both. */
function checkDataSet(wrong: Violations, given: LabelledImages): void {
  const { dataSet, images, labels } = given;
  if (!dataSet) {
    checkArtifact(wrong, 'images', images);
    checkArtifact(wrong, 'labels', labels);
    return;
  }
  wrong.that(!images, 'images', `must not be given with ${dataSet.$case}`);
  wrong.that(!labels, 'labels', `must not be given with ${dataSet.$case}`);
  const at = wrong.at(dataSet.$case);
  switch (dataSet.$case) {
    case 'cifar': {
      const { files, labels: kind } = dataSet.value;
      at.range('files', files.length, 1, mostFiles);
      files.forEach((file, i) => checkArtifact(at, `files[${i}]`, file));
      const known = isOneOf(CifarFiles_Labels, kind);
      at.that(known, 'labels', `must be one of ${namesIn(CifarFiles_Labels)}, got ${kind}`);
      return;
    }
    case 'folder': {
      const { archive, channels } = dataSet.value;
      checkArtifact(at, 'archive', archive);
      at.that([0, 1, 3].includes(channels), 'channels', `must be 1 or 3, got ${channels}`);
      return;
    }
    case 'numpy':
      checkArtifact(at, 'archive', dataSet.value.archive);
  }
}

/** Demands decompositions of different layers: with ranks that can be, or with a target for them all and no ranks. */
export function checkDecompositions(
  wrong: Violations,
  { layers, target }: Pick<CompressClassifierRequest, 'layers' | 'target'>,
): void {
  if (target) checkTarget(wrong, target);
  const seen = new Set<string>();
  layers.forEach((decomposition, i) => {
    const at = wrong.at(`layers[${i}]`);
    at.present('layer', decomposition.layer);
    at.that(!seen.has(decomposition.layer), 'layer', `is named twice: "${decomposition.layer}"`);
    seen.add(decomposition.layer);
    if (!target) checkRanks(at, decomposition);
    else
      at.that(!decomposition.ranks, 'ranks', 'must not be given with a target, which chooses them');
  });
}

function checkTarget(
  wrong: Violations,
  { $case, value }: NonNullable<CompressClassifierRequest['target']>,
): void {
  const field = $case === 'targetParameterRatio' ? 'target_parameter_ratio' : 'target_flops_ratio';
  const holds = Number.isFinite(value) && value >= 1;
  wrong.that(holds, field, `must be a finite number of at least 1, got ${value}`);
}

function checkRanks(at: Violations, { ranks }: LayerDecomposition): void {
  if (!ranks) {
    at.add('ranks', 'one of evbmf, fixed, energy, fraction is required');
    return;
  }
  switch (ranks.$case) {
    case 'evbmf':
      at.range('evbmf.weakening', ranks.value.weakening, 0, 1);
      return;
    case 'fixed':
      at.range('fixed.input', ranks.value.input, 1, 1_000_000);
      at.range('fixed.output', ranks.value.output, ranks.value.twoSided ? 1 : 0, 1_000_000);
      return;
    default: {
      const { $case, value } = ranks;
      at.that(value > 0 && value <= 1, $case, `must be above 0 and at most 1, got ${value}`);
    }
  }
}
