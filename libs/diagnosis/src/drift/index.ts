export { Baseline } from './baseline.js';
export { Cusum, type CusumSettings, type CusumState } from './cusum.js';
export {
  MovingDistance,
  movingDistanceDefaults,
  type MovingDistanceSettings,
} from './moving-distance.js';
export { countsByBin, equalShareEdges, stabilityIndex } from './stability.js';
