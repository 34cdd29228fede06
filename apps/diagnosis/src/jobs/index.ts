export { evaluateDiagnoserJob } from './evaluate-diagnoser.js';
export { learnBaselineJob } from './learn-baseline.js';
export { trainDiagnoserJob } from './train-diagnoser.js';
