export { badMinimizer, minimize, type MinimizationOptions } from './minimize.js';
export {
  adamDefaults,
  lbfgsDefaults,
  type AdamMinimizer,
  type LbfgsMinimizer,
  type Minimizer,
  type Problem,
} from './problem.js';
