export { bandEnergies, velocityRms } from './bands.js';
export { indicatorsOf, type Indicators } from './indicators.js';
export { Moments, type Sums } from './moments.js';
