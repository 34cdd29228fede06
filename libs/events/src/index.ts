export { fromTimestamp, toTimestamp } from './timestamp.js';
