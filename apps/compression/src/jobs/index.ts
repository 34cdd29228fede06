export { compressClassifierJob } from './compress-classifier.js';
export { evaluateClassifierJob } from './evaluate-classifier.js';
export { extractKnowledgeJob } from './extract-knowledge.js';
export { trainClassifierJob } from './train-classifier.js';
