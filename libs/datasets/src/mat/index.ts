export { readMat, type MatArray, type MatOptions } from './read-mat.js';
