export { bandsOf, filterSpectrum, type Band, type FilterSpectrum } from './bands.js';
export { diversityOf, nearestShiftedTwin, type Diversity } from './diversity.js';
