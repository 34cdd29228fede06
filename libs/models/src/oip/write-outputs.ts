import type {
  ModelInferRequest,
  ModelInferResponse,
} from '@polymath/contracts/inference/grpc_service';
import type { Signature } from '@polymath/contracts/polymath/models/v1/models';
import type { WireTensor } from '@polymath/engine-host';
import { violations } from '@polymath/service-kit';
import { namesOf } from './read-inputs.js';

const notServed = ['classification', 'shared_memory_region'];

/**
 * Demands outputs that the model has, each at most once, in ways that are served.
 * @throws invalid-input naming every bad field
 */
export function checkOutputs({ outputs }: ModelInferRequest, signature: Signature): void {
  if (outputs.length === 0) return;
  const wrong = violations();
  const seen = new Set<string>();
  outputs.forEach(({ name, parameters }, i) => {
    // No text is made of what is right: this is on the way of every call.
    const refuse = (field: string, why: string) => wrong.add(`outputs[${i}].${field}`, why);
    if (!signature.outputs.some((spec) => spec.name === name)) {
      refuse('name', `must be one of ${namesOf(signature.outputs)}, got "${name}"`);
    }
    if (seen.has(name)) refuse('name', `is asked for twice: "${name}"`);
    seen.add(name);
    for (const parameter of notServed) {
      if (Object.hasOwn(parameters, parameter)) {
        refuse(`parameters.${parameter}`, `of "${name}" is not served`);
      }
    }
  });
  wrong.throwIfAny();
}

/** The answer: the outputs that were asked for, in that order, or all; raw. */
export function toResponse(
  { modelName, id, outputs: asked }: ModelInferRequest,
  version: number,
  computed: readonly WireTensor[],
): ModelInferResponse {
  const outputs =
    asked.length === 0
      ? computed
      : asked.map(({ name }) => computed.find((output) => output.name === name)!);
  return {
    ...{ modelName, modelVersion: String(version), id, parameters: {} },
    outputs: outputs.map(({ name, datatype, shape }) => ({
      ...{ name, datatype, shape: shape.map(BigInt), parameters: {}, contents: undefined },
    })),
    rawOutputContents: outputs.map(({ data }) => asBuffer(data)),
  };
}

function asBuffer(data: Uint8Array): Buffer {
  return Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
