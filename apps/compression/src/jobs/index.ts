export { compressClassifierJob } from './compress-classifier.js';
export { distillJob } from './distill.js';
export { evaluateClassifierJob } from './evaluate-classifier.js';
export { evaluateRetrievalJob } from './evaluate-retrieval.js';
export { extractKnowledgeJob } from './extract-knowledge.js';
export { trainClassifierJob } from './train-classifier.js';
export { trainEmbeddingJob } from './train-embedding.js';
