import {
  embeddingGraph,
  evaluateRetrieval,
  relationalObjective,
  trainEmbedding,
  tripletObjective,
  usualKs,
  type EmbeddingObjective,
  type LabelledSource,
} from '@polymath/compression';
import {
  Mining,
  TrainEmbeddingRequest,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { withReport } from '@polymath/area/report';
import { countParameters, type Graph, type Network } from '@polymath/tensor';
import { checkTakes } from '../inputs/check-takes.js';
import { featureLayer, networkUpTo } from '../inputs/feature-layer.js';
import { learningArtifacts, openLearningData } from '../inputs/learning-data.js';
import { toBatchConfig, toOptimizerConfig } from '../inputs/learning.js';
import { classCount, likeArtifacts, newGraph } from '../inputs/new-network.js';
import { orDefault } from '@polymath/area/inputs';
import { freeingOnError, readNetworks } from '../inputs/read-networks.js';
import { toMining } from '../inputs/terms.js';
import { trainEmbeddingReport } from '../reports/retrieval.js';
import { writeNetwork } from './network-outputs.js';
import { recallMetrics } from './recall-metrics.js';
import { withEpochs, writeEpochs } from './with-epochs.js';
import { withNetworks } from './with-networks.js';

/** Trains an embedding; gives `embedding.safetensors`, `embedding.onnx` and `epochs.json`. */
export const trainEmbeddingJob = withReport<TrainEmbeddingRequest>({
  kind: 'TrainEmbedding',
  decode: (bytes) => TrainEmbeddingRequest.decode(bytes),
  inputs: (spec) => [
    ...[...likeArtifacts(spec.network), ...(spec.teacher ? [spec.teacher] : [])],
    ...learningArtifacts(spec),
  ],
  open: async (spec, files) => {
    const { training, validation, test } = await openLearningData(files, spec);
    const teachers = readNetworks(files, spec.teacher ? [spec.teacher] : []);
    return freeingOnError(teachers, () => {
      const { shape } = training;
      teachers.forEach((network) => checkTakes('the teacher', network, shape));
      const purpose = { shape, classes: classCount(training) };
      const graph = withHead(spec, newGraph(spec.network, purpose, files));
      const [teacher] = teachers.map((network) => networkUpTo(network, spec.teacherLayer));
      const config = configOf(spec, graph, training);
      const learning = trainEmbedding(config, { training, teacher, validation });
      const epochs = withEpochs(learning, { embed: spec.epochs });
      return {
        training: withNetworks(epochs, ...teachers),
        finish: async () => {
          writeNetwork(files, 'embedding', learning.student);
          writeEpochs(files, epochs.epochs);
          const best = learning.bestEpoch === undefined ? {} : { bestEpoch: learning.bestEpoch };
          const recall = test ? await recallOf(learning.student, test) : {};
          const metrics = { parameters: countParameters(learning.student), ...best, ...recall };
          const { objective, optimizer, batches } = config;
          const settings = { objective, optimizer, batches };
          const data = { training, validation, test };
          return { metrics, report: trainEmbeddingReport(spec, settings, data, metrics) };
        },
      };
    });
  },
});

function withHead({ head }: TrainEmbeddingRequest, graph: Graph): Graph {
  return embeddingGraph(graph, {
    from: head?.fromLayer || featureLayer(graph),
    size: orDefault(head?.size ?? 0, 64),
    normalize: head?.normalize ?? false,
  });
}

function configOf(spec: TrainEmbeddingRequest, graph: Graph, training: LabelledSource) {
  return {
    ...{ graph, objective: objectiveOf(spec, graph), epochs: spec.epochs },
    optimizer: toOptimizerConfig(spec.optimizer, 'adam'),
    batches: toBatchConfig(spec.batches, training, 'by class'),
    seed: Number(spec.seed),
  };
}

function objectiveOf(
  { objective, teacher }: TrainEmbeddingRequest,
  graph: Graph,
): EmbeddingObjective {
  const { triplet = 0, margin = 0, mining = Mining.MINING_UNSPECIFIED } = objective ?? {};
  const { relationalDistance = 0, relationalAngle = 0, darkRank = 0 } = objective ?? {};
  const isGiven = [triplet, relationalDistance, relationalAngle, darkRank].some((w) => w > 0);
  if (!isGiven && teacher) return relationalObjective;
  const weight = isGiven ? triplet : tripletObjective.triplet!.weight;
  const triplets = {
    ...{ weight, margin: orDefault(margin, 0.2) },
    mining: toMining(mining, graph, graph.output),
  };
  return {
    ...(weight > 0 ? { triplet: triplets } : {}),
    relationalDistance,
    relationalAngle,
    darkRank,
  };
}

/** recall@k of an embedding on images that chose nothing, for each usual k that there are enough images for. */
async function recallOf(network: Network, test: LabelledSource): Promise<Record<string, number>> {
  const ks = usualKs.filter((k) => k < test.count);
  if (ks.length === 0) return {};
  const measuring = evaluateRetrieval(network, test, ks);
  try {
    const reports = measuring.run();
    while (!(await reports.next()).done);
    return recallMetrics(measuring);
  } finally {
    measuring.dispose();
  }
}
