import { largestRatio } from '@polymath/compression';
import {
  PlanCompressionRequest,
  PlanCompressionResponse,
} from '@polymath/contracts/polymath/compression/v1/compression';
import type { EngineCall } from '@polymath/engine-host';
import { invalidFields } from '@polymath/errors';
import { disposeNetwork, type Graph } from '@polymath/tensor';
import { readClassifier } from '../inputs/classifier-file.js';

/** Refuses a target that no ranks reach; needs no singular values, so it is quick. Answers without a plan. */
export const checkTargetCall: EngineCall<PlanCompressionRequest> = {
  name: 'CheckTarget',
  decode: (bytes) => PlanCompressionRequest.decode(bytes),
  inputs: ({ teacher }) => (teacher ? [teacher] : []),
  handle: async function* (request, files) {
    const teacher = readClassifier(files, request.teacher);
    disposeNetwork(teacher);
    checkTarget(request, teacher.graph);
    yield PlanCompressionResponse.encode({ plan: undefined }).finish();
  },
};

/** @throws invalid-input for layers that cannot be decomposed, and for a target out of reach, with the range of those within */
export function checkTarget(
  { layers, target }: Pick<PlanCompressionRequest, 'layers' | 'target'>,
  graph: Graph,
): void {
  if (!target) return;
  const isOfParameters = target.$case === 'targetParameterRatio';
  const names = layers.length > 0 ? layers.map(({ layer }) => layer) : undefined;
  const largest = largestRatio(graph, names, isOfParameters ? 'parameters' : 'multiplyAdds');
  if (target.value <= largest) return;
  const field = isOfParameters ? 'target_parameter_ratio' : 'target_flops_ratio';
  // Rounded down, so that the message offers nothing that is out of reach.
  const most = Math.floor(largest * 1000) / 1000;
  const description = `must be from 1 to ${most} for these layers, got ${target.value}`;
  throw invalidFields([{ field, description }]);
}
