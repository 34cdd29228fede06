export { checkTargetCall } from './check-target.js';
export { listLayersCall } from './list-layers.js';
export { planCompressionCall } from './plan-compression.js';
export { sampleGeneratorsCall } from './sample-generators.js';
