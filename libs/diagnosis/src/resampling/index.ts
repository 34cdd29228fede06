export { resample, Resampler, type Rates } from './resampler.js';
