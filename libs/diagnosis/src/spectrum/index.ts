export { complexOf, hann, magnitudesOf } from './real.js';
export { welch } from './welch.js';
