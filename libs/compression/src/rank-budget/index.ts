export { ranksForTarget, type CompressionTarget } from './ranks-for-target.js';
