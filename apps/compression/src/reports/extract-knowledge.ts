import type { Block, JobReport } from '@polymath/area/report';
import { generatorPreview, type GeneratorPair, type GeneratorQuality, type KegNetConfig } from '@polymath/compression'; // prettier-ignore
import { ExtractKnowledgeRequest } from '@polymath/contracts/polymath/compression/v1/compression';
import { toPng } from '@polymath/engine-host/png';
import { outputShape } from '@polymath/tensor';
import { percent } from './percent.js';

/** Grids of more generators, or of more classes, would be most of the page. */
const mostGrids = 8;
const mostClasses = 100;
const columns = 10;

/** What generators have drawn out of a classifier. */
export async function extractKnowledgeReport(
  spec: ExtractKnowledgeRequest,
  config: KegNetConfig,
  pairs: readonly GeneratorPair[],
  { labelAccuracy, meanTopProbability, rarestClass, decoderError }: GeneratorQuality,
): Promise<JobReport> {
  const grids = await Promise.all(pairs.slice(0, mostGrids).map((pair, i) => gridOf(pair, i, config.seed))); // prettier-ignore
  const blocks = grids.filter((grid) => grid !== undefined);
  const rows = [
    ['put into the class it was made for', percent(labelAccuracy), 'chance: one class of all'],
    ['mean highest probability', percent(meanTopProbability), 'noise is not certain'],
    ['rarest class, times the number of classes', rarestClass.toFixed(3), '1: balanced, 0: a class is missing'],
    ['error of the noise that decoders find', decoderError.toFixed(3), '1: chance'],
  ]; // prettier-ignore
  return {
    title: 'Inputs extracted from a classifier',
    sentence: `${config.generators} generators, which saw the classifier alone and no data: it puts ${percent(labelAccuracy)} of what they make into the class that it was made for.`,
    settings: { ...(ExtractKnowledgeRequest.toJSON(spec) as object), ...config },
    curves: { note: 'Each value is the mean since its epoch began, so that curves jump where one begins.' },
    sections: [
      { title: 'How good the samples are', blocks: [{ kind: 'table', columns: ['of 1,000 samples a generator', 'value', 'to compare with'], rows }] },
      ...(blocks.length > 0 ? [{ title: 'What the generators make', blocks }] : []),
    ],
  }; // prettier-ignore
}

/** One row a class; undefined where samples are no pictures. */
async function gridOf({ generator, decoder }: GeneratorPair, place: number, seed: number): Promise<Block | undefined> {
  const shape = outputShape(generator.graph);
  const [noise = 0] = outputShape(decoder.graph);
  const classes = (generator.graph.input.shape[0] ?? 0) - noise;
  if (shape.length !== 3 || classes > mostClasses) return undefined;
  const caption = `generator ${place + 1}: a row for each class, from the first class down, with the same noise in every row`;
  const png = await toPng(generatorPreview(generator, { title: caption, classes, columns, seed }));
  return { kind: 'image', png, caption, scale: 2 };
} // prettier-ignore
