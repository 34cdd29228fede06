import {
  CompressClassifierRequest,
  EvaluateClassifierRequest,
  ExtractKnowledgeRequest,
  Noise_Distribution,
  PlanCompressionRequest,
  SampleGeneratorsRequest,
  TrainClassifierRequest,
} from '@polymath/contracts/polymath/compression/v1/compression';
import {
  Attention_Convention,
  DistillRequest,
  EvaluateRetrievalRequest,
  Hint_Activation,
  ListLayersRequest,
  Mining,
  Optimizer_Kind,
  TrainEmbeddingRequest,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { Architecture } from '@polymath/contracts/polymath/compression/v1/network';
import { DataType } from '@polymath/contracts/polymath/tensor/v1/tensor';
import { message, type ValidRequests } from './message.js';

const path = (rpc: string) => `/polymath.compression.v1.CompressionService/${rpc}`;
const architecture = Architecture.ARCHITECTURE_LENET5;
const options = { timeoutSeconds: 600 };
const layers = [
  { layer: 'conv2', ranks: { $case: 'fixed' as const, value: { input: 4, output: 8 } } },
  { layer: 'fc1', ranks: { $case: 'evbmf' as const, value: { weakening: 0.5 } } },
];
const optimizer = {
  ...{ kind: Optimizer_Kind.KIND_SGD, learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4 },
  ...{ fallEpochs: [1], fallFactor: 0.1 },
};
const network = { network: { $case: 'architecture' as const, value: architecture } };

/** The methods of compression, each as small as it can be. */
export const compression: ValidRequests = {
  [path('TrainClassifier')]: ({ inputs: { images } }) => [
    message(TrainClassifierRequest, {
      ...{ options, architecture, training: images, validation: images },
      ...{ epochs: 1, batchSize: 8, learningRate: 0.01, seed: 1n },
    }),
  ],
  [path('ExtractKnowledge')]: ({ inputs: { classifier: teacher } }) => [
    message(ExtractKnowledgeRequest, {
      ...{ options, teacher, generators: 1, epochs: 1, batchesPerEpoch: 1, batchSize: 8 },
      ...{ learningRate: 0.01, alpha: 1, beta: 1, decoderLayers: 1, seed: 1n },
    }),
  ],
  [path('CompressClassifier')]: ({ inputs: { classifier: teacher, images } }) => [
    message(CompressClassifierRequest, {
      ...{ options, teacher, layers, test: images, latencyBatchSize: 1 },
      fineTuning: {
        source: {
          $case: 'noise',
          value: { distribution: Noise_Distribution.DISTRIBUTION_UNIFORM },
        },
        ...{ samples: 16, epochs: 1, batchSize: 8, learningRate: 1e-3, validation: images },
      },
    }),
  ],
  [path('EvaluateClassifier')]: ({ inputs: { classifier, images } }) => [
    message(EvaluateClassifierRequest, { options, classifier, images }),
  ],
  [path('SampleGenerators')]: ({ inputs: { generators } }) => [
    message(SampleGeneratorsRequest, {
      ...{ generators, samplesPerRow: 1, seed: 1n },
      classes: {
        dataType: DataType.DATA_TYPE_FLOAT32,
        ...{ shape: [1n, 3n], data: Buffer.from(new Float32Array([0, 1, 0]).buffer) },
      },
    }),
  ],
  [path('PlanCompression')]: ({ inputs: { classifier: teacher } }) => [
    message(PlanCompressionRequest, { teacher, layers }),
  ],
  [path('Distill')]: ({ inputs: { classifier, images } }) => [
    message(DistillRequest, {
      ...{ options, student: network, teachers: [classifier], training: images, test: images },
      batches: { kind: { $case: 'size', value: 8 } },
      stage: {
        ...{ epochs: 1, optimizer },
        terms: [
          { weight: 1, lastWeight: 0.5, kind: { $case: 'softTargets', value: { temperature: 4 } } },
          { kind: { $case: 'crossEntropy', value: {} } },
          {
            layers: { student: 'conv2', teacher: 'conv2' },
            kind: {
              $case: 'attention',
              value: { convention: Attention_Convention.CONVENTION_NORM },
            },
          },
        ],
      },
      earlierStages: [
        {
          epochs: 1,
          terms: [
            {
              layers: { student: 'conv1', teacher: 'conv1' },
              kind: { $case: 'hint', value: { activation: Hint_Activation.ACTIVATION_RELU } },
            },
          ],
        },
      ],
    }),
  ],
  [path('TrainEmbedding')]: ({ inputs: { images } }) => [
    message(TrainEmbeddingRequest, {
      ...{ options, network, training: images, test: images, epochs: 1, optimizer },
      head: { size: 8, normalize: true },
      objective: { triplet: 1, margin: 0.2, mining: Mining.MINING_SEMI_HARD },
      batches: {
        kind: { $case: 'byClass', value: { classes: 2, imagesPerClass: 2, batchesPerEpoch: 1 } },
      },
    }),
  ],
  [path('EvaluateRetrieval')]: ({ inputs: { classifier, images } }) => [
    message(EvaluateRetrievalRequest, {
      ...{ options, network: classifier, layer: 'fc1', images, ks: [1, 2] },
    }),
  ],
  [path('ListLayers')]: ({ inputs: { classifier } }) => [
    message(ListLayersRequest, {
      ...{ network: { $case: 'artifact', value: classifier }, names: ['conv1'] },
    }),
  ],
};
