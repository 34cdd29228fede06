export { calibrationError, reliability, type ReliabilityBin } from './error.js';
export { fitTemperature } from './temperature.js';
