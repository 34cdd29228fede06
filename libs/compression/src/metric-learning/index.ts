export { distanceWeights } from './distance-weights.js';
export { mineTriplets, type Mining, type MiningBatch } from './mining.js';
export { ranksOf, recallAt, type RetrievalSet } from './recall.js';
export { tripletLoss, type Triplets } from './triplet-loss.js';
