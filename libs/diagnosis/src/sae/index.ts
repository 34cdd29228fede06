export {
  saeActivations,
  saeObjective,
  sparsityPenalty,
  type SaeParameters,
  type SaeWeights,
} from './losses.js';
export { badSaeConfig, saeDefaults, trainSae, type SaeConfig } from './train.js';
