export { adam, type AdamSettings } from './adam.js';
export { gradients } from './gradients.js';
export type { Optimizer } from './optimizer.js';
export { sgd, type SgdSettings } from './sgd.js';
