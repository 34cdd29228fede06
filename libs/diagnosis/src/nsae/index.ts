export { orthonormalFilters, type Activation, type Filters } from './filters.js';
export {
  linearObjective,
  orthonormalityPenalty,
  rectifiedObjective,
  type NsaeObjective,
  type NsaeWeights,
} from './losses.js';
export {
  badNsaeConfig,
  nsaeDefaults,
  trainNsae,
  type FilterTraining,
  type NsaeConfig,
} from './train.js';
