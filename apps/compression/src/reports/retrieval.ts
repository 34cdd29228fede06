import type { Block, JobReport } from '@polymath/area/report';
import { EvaluateRetrievalRequest, TrainEmbeddingRequest } from '@polymath/contracts/polymath/compression/v1/distillation'; // prettier-ignore
import type { LearningData } from '../inputs/learning-data.js';
import { countsOf } from './distill.js';
import { countText, percent } from './percent.js';

type Metrics = Readonly<Record<string, number>>;

/** What embeddings are worth. @param config the settings with their defaults */
export function trainEmbeddingReport(
  spec: TrainEmbeddingRequest,
  config: object,
  data: LearningData,
  metrics: Metrics,
): JobReport {
  const first = metrics['recallAt1'];
  return {
    title: 'A trained embedding',
    sentence:
      first === undefined
        ? 'The network gives vectors that lie near each other for images of one class; no test images were given to judge them by.'
        : `For ${percent(first)} of the test images the nearest other image is of their class.`,
    settings: { ...(TrainEmbeddingRequest.toJSON(spec) as object), ...config },
    counts: countsOf(data),
    sections: recallBlocks(metrics),
  };
}

/** What a network's vectors are worth. */
export function evaluateRetrievalReport(
  spec: EvaluateRetrievalRequest,
  images: number,
  metrics: Metrics,
): JobReport {
  const [nearest] = recallsOf(metrics);
  return {
    title: 'Vectors, measured by retrieval',
    sentence: nearest
      ? `For ${percent(nearest.value)} of ${countText(images)} images ${nearest.k === 1 ? 'the nearest other image is of their class' : `one of their class is among the ${nearest.k} nearest`}.`
      : 'Nothing was measured.',
    settings: EvaluateRetrievalRequest.toJSON(spec) as object,
    counts: { images },
    curves: 'none',
    sections: recallBlocks(metrics),
  };
}

const recallsOf = (metrics: Metrics) =>
  Object.entries(metrics).flatMap(([name, value]) => {
    const [, k] = /^recallAt(\d+)$/.exec(name) ?? [];
    return k === undefined ? [] : [{ k: Number(k), value }];
  });

function recallBlocks(metrics: Metrics): JobReport['sections'] & object {
  const recalls = recallsOf(metrics);
  if (recalls.length === 0) return [];
  const bars = recalls.map(({ k, value }) => ({ name: `recall@${k}`, value }));
  const value = { title: 'share of images', percent: true, range: [0, 1] as const };
  const figure: Block = {
    ...{ kind: 'figure', plot: { kind: 'bars', value, bars } },
    caption: 'images that have one of their class among their k nearest others',
  };
  return [{ title: 'Recall', blocks: [figure] }];
}
