export { evaluateDiagnoserJob } from './evaluate-diagnoser.js';
export { trainDiagnoserJob } from './train-diagnoser.js';
