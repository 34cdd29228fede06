export { layerCosts, totalCost, type Cost } from './cost.js';
export {
  decompose,
  factorize,
  putInPlace,
  type Decomposition,
  type Factorization,
  type LayerDecomposition,
} from './decompose.js';
export { evbmf, type Evbmf } from './evbmf.js';
export type { Decomposable, FactorizedLayer } from './factorize-layer.js';
export { planCompression, planOf, type CompressionPlan, type LayerPlan } from './plan.js';
export type { RankRule } from './ranks.js';
export { factorizeDense, type DenseFactors } from './svd-dense.js';
export { tucker2, type Tucker2, type TuckerOptions } from './tucker.js';
export { spectraOf, type Kernel, type Sides, type Spectrum } from './unfolding.js';
