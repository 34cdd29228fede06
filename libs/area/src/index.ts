export {
  checkArtifact,
  checkLearningRate,
  checkNoModel,
  checkOrZero,
  checkSeed,
  isOneOf,
  namesIn,
} from './checks.js';
export { computeOnce, type ComputeParts, type ServingParts } from './compute.js';
export { areaSettings, type AreaConfig } from './settings.js';
export { startArea, type Addresses, type App, type Area } from './start-area.js';
export { submitRequest, type JobRequest, type SubmitParts } from './submit.js';
