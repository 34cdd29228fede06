export { classifierModel } from './classifier.js';
