export { kegNetDefaults, type KegNetConfig } from './config.js';
export { classView, type ClassView } from './class-view.js';
export { decoderGraph, type DecoderShape } from './decoder.js';
export { diversityLoss } from './diversity-loss.js';
export { decodeGenerators, encodeGenerators } from './generator-file.js';
export { generatorGraph, type GeneratorShape } from './generator.js';
export { imageGrid } from './image-grid.js';
export {
  classLoss,
  decoderLoss,
  generatorLoss,
  type GeneratedBatch,
  type GeneratorLoss,
  type LossWeights,
} from './losses.js';
export { drawPool, type PoolOptions } from './pool.js';
export { generatorPreview, type PreviewOptions } from './preview.js';
export { generatorQuality, type GeneratorQuality } from './quality.js';
export { generatorInput, oneHotRows, sampleGenerator } from './sample.js';
export { spreadWithinClasses, type SpreadOptions } from './spread.js';
export { trainGenerators, type GeneratorPair, type GeneratorTraining } from './train.js';
