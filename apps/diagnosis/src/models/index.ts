export { diagnoserModel } from './diagnoser.js';
