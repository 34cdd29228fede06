import { embeddingSize, evaluateRetrieval, usualKs } from '@polymath/compression';
import { EvaluateRetrievalRequest } from '@polymath/contracts/polymath/compression/v1/distillation';
import { withReport } from '@polymath/area/report';
import { countParameters } from '@polymath/tensor';
import { checkTakes } from '../inputs/check-takes.js';
import { networkUpTo } from '../inputs/feature-layer.js';
import { imageArtifacts, openLabelledSource } from '../inputs/labelled-source.js';
import { freeingOnError, readNetworks } from '../inputs/read-networks.js';
import { evaluateRetrievalReport } from '../reports/retrieval.js';
import { recallMetrics } from './recall-metrics.js';
import { timePerInput } from './time-per-input.js';
import { withNetworks } from './with-networks.js';

/** Measures a network's vectors on labelled images; gives figures and their page. */
export const evaluateRetrievalJob = withReport<EvaluateRetrievalRequest>({
  kind: 'EvaluateRetrieval',
  decode: (bytes) => EvaluateRetrievalRequest.decode(bytes),
  inputs: ({ network, images }) => [...(network ? [network] : []), ...imageArtifacts(images)],
  open: async (spec, files) => {
    const source = await openLabelledSource(files, spec.images!);
    const networks = readNetworks(files, [spec.network!]);
    return freeingOnError(networks, () => {
      checkTakes('the network', networks[0]!, source.shape);
      const network = networkUpTo(networks[0]!, spec.layer);
      const ks = spec.ks.length > 0 ? spec.ks : usualKs;
      const training = evaluateRetrieval(network, source, ks);
      return {
        training: withNetworks(training, ...networks),
        finish: () => {
          const [secondsPerImage = 0] = timePerInput([network], source);
          const size = { embeddingSize: embeddingSize(network.graph) };
          const parameters = countParameters(networks[0]!);
          const metrics = { ...recallMetrics(training), ...size, parameters, secondsPerImage };
          return { metrics, report: evaluateRetrievalReport(spec, source.count, metrics) };
        },
      };
    });
  },
});
