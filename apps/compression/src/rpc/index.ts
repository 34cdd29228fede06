import type { CompressionServiceService } from '@polymath/contracts/polymath/compression/v1/compression';
import type { Handlers } from '@polymath/service-kit';
import type { ComputeParts } from '@polymath/area';
import { compressClassifierHandler } from './compress-classifier.js';
import { distillHandler } from './distill.js';
import { evaluateClassifierHandler } from './evaluate-classifier.js';
import { evaluateRetrievalHandler } from './evaluate-retrieval.js';
import { extractKnowledgeHandler } from './extract-knowledge.js';
import { listLayersHandler } from './list-layers.js';
import { planCompressionHandler } from './plan-compression.js';
import { sampleGeneratorsHandler } from './sample-generators.js';
import type { SubmitParts } from './submit.js';
import { trainClassifierHandler } from './train-classifier.js';
import { trainEmbeddingHandler } from './train-embedding.js';

/** What answers `CompressionService`. */
export function compressionHandlers(
  parts: SubmitParts & ComputeParts,
): Handlers<CompressionServiceService> {
  return {
    trainClassifier: trainClassifierHandler(parts),
    extractKnowledge: extractKnowledgeHandler(parts),
    compressClassifier: compressClassifierHandler(parts),
    evaluateClassifier: evaluateClassifierHandler(parts),
    sampleGenerators: sampleGeneratorsHandler(parts),
    planCompression: planCompressionHandler(parts),
    distill: distillHandler(parts),
    trainEmbedding: trainEmbeddingHandler(parts),
    evaluateRetrieval: evaluateRetrievalHandler(parts),
    listLayers: listLayersHandler(parts),
  };
}
