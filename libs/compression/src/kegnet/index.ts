export { kegNetDefaults, type KegNetConfig } from './config.js';
export { decoderGraph, type DecoderShape } from './decoder.js';
export { generatorGraph, type GeneratorShape } from './generator.js';
export { imageGrid } from './image-grid.js';
export {
  classLoss,
  decoderLoss,
  diversityLoss,
  generatorLoss,
  type GeneratedBatch,
  type GeneratorLoss,
  type LossWeights,
} from './losses.js';
export { generatorPreview, type PreviewOptions } from './preview.js';
export { generatorInput, oneHotRows, sampleGenerator } from './sample.js';
export { trainGenerators, type GeneratorPair, type GeneratorTraining } from './train.js';
