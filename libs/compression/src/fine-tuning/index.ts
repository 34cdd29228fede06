export { blendedLearningRate, fineTuningDefaults, type FineTuningConfig } from './config.js';
export { divergenceOn } from './divergence.js';
export { fineTune, type FineTuning, type FineTuningData } from './fine-tune.js';
export { blendedInputs, movedImages, type BlendOptions, type MoveOptions } from './held-out.js';
export { noiseSource, type NoiseKind, type NoiseOptions } from './noise.js';
