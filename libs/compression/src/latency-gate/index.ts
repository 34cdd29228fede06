export {
  isSlower,
  latencyGate,
  type GatedTraining,
  type GateParts,
  type LayerTimes,
} from './gate.js';
export { layerVersions, type LayerVersions } from './layer-versions.js';
