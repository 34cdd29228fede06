export { embeddingSize, embeddingsOf } from './embed.js';
export { evaluateRetrieval, usualKs, type RetrievalEvaluation } from './evaluate-retrieval.js';
export { embeddingGraph, type EmbeddingHead } from './head.js';
export {
  relationalObjective,
  trainEmbedding,
  tripletObjective,
  type EmbeddingConfig,
  type EmbeddingData,
  type EmbeddingObjective,
} from './train.js';
