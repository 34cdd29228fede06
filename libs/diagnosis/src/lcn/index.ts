export {
  allFeatures,
  batchesOf,
  featuresOf,
  lcnFeatures,
  localFeatures,
  segmentsPerWindow,
  type LcnSettings,
  type Pooling,
} from './features.js';
export { foldFilters, type FilterBank } from './filter-bank.js';
