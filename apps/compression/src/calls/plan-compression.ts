import { planCompression } from '@polymath/compression';
import {
  PlanCompressionRequest,
  PlanCompressionResponse,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { inField } from '@polymath/area/inputs';
import type { EngineCall } from '@polymath/engine-host';
import { disposeNetwork, type Network } from '@polymath/tensor';
import { readClassifier } from '../inputs/classifier-file.js';
import { decompositionsOf } from '../inputs/decompositions.js';
import { toPlanMessage } from '../inputs/plan-message.js';

/** Plans a compression; without layers or a target, of every convolution and dense layer by EVBMF. */
export const planCompressionCall: EngineCall<PlanCompressionRequest> = {
  name: 'PlanCompression',
  decode: (bytes) => PlanCompressionRequest.decode(bytes),
  inputs: ({ teacher }) => (teacher ? [teacher] : []),
  handle: async function* (request, files) {
    const teacher = readClassifier(files, request.teacher);
    try {
      const isOpen = request.layers.length === 0 && !request.target;
      const layers = inField('layers', () =>
        isOpen ? everyLayer(teacher) : decompositionsOf(request, teacher),
      );
      const plan = inField('layers', () => toPlanMessage(planCompression(teacher, layers)));
      yield PlanCompressionResponse.encode({ plan }).finish();
    } finally {
      disposeNetwork(teacher);
    }
  },
};

function everyLayer({ graph }: Network) {
  return graph.layers
    .filter(({ op }) => op === 'conv2d' || op === 'dense')
    .map(({ name }) => ({ layer: name, ranks: { rule: 'evbmf' } as const }));
}
