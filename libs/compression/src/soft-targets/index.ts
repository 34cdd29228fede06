export { klDivergence, softTargetLoss } from './losses.js';
