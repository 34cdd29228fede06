export { baselineModel } from './baseline.js';
export { diagnoserModel } from './diagnoser.js';
export { liveDiagnoserModel } from './live-diagnoser.js';
