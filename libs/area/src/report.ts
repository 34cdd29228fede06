export {
  timeText,
  withReport,
  type JobReport,
  type ReportedOutcome,
} from './report/with-report.js';
export { addValue, emptyCurve, pointsOf } from './report/thinned-curve.js';
export { wordsOf } from './report/curve-section.js';
export type { Block, Cell, Section } from '@polymath/plots';
