export { explain, occlusion, type Contribution } from './explain.js';
export {
  nsaeFilters,
  paperConfig,
  saeFilters,
  servingConfig,
  type FilterConfig,
  type NsaeLcnConfig,
} from './config.js';
export { modelFrom, modelSnapshot } from './model-file.js';
export { diagnose, modelFeatures, modelScores, type NsaeLcnModel } from './model.js';
export { trainNsaeLcn, type NsaeLcnTraining } from './train.js';
