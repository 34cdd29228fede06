export { Baseline } from './baseline.js';
export { Cusum, type CusumSettings, type CusumState } from './cusum.js';
export {
  cloudOf,
  MovingDistance,
  movingDistanceDefaults,
  type MovingDistanceSettings,
} from './moving-distance.js';
export { countsByBin, equalShareEdges, stabilityIndex } from './stability.js';
export { learnNormal, type Figure, type Normal, type Observation } from './normal.js';
export { NormalWatch, type Departure } from './normal-watch.js';
