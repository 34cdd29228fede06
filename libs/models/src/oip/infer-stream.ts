import type {
  ModelInferRequest,
  ModelInferResponse,
  ModelStreamInferResponse,
} from '@polymath/contracts/inference/grpc_service';
import { PolymathError } from '@polymath/errors';
import { toStatus, type CallContext, type Logger } from '@polymath/service-kit';
import { answerInOrder } from './answer-in-order.js';

/** What answers one inference. */
export type Infer = (
  request: ModelInferRequest,
  context: Pick<CallContext, 'aborted'>,
) => Promise<ModelInferResponse>;

/** Inferences of one stream that are read before the first of them is answered; the rest waits with the client. */
const mostAtOnce = 64;

/**
 * Answers a stream of inferences in their order; they compute together as those of separate calls do. One that fails is
 * answered by its error, with its id, and the stream goes on. Ends, by an error, only when the call itself does.
 */
export function inferStream(infer: Infer, log: Logger) {
  return (
    requests: AsyncIterable<ModelInferRequest>,
    context: Pick<CallContext, 'aborted' | 'signal'>,
  ): AsyncGenerator<ModelStreamInferResponse> => {
    const answer = async (request: ModelInferRequest): Promise<ModelStreamInferResponse> => {
      try {
        const response = await infer(request, context);
        return { errorMessage: '', inferResponse: markFinal(request, response) };
      } catch (error) {
        context.signal.throwIfAborted();
        if (PolymathError.from(error).kind === 'internal') log.error({ err: error }, 'call failed');
        return { errorMessage: toStatus(error).details, inferResponse: failed(request) };
      }
    };
    return answerInOrder(requests, answer, mostAtOnce);
  };
}

function failed({ modelName, modelVersion, id }: ModelInferRequest): ModelInferResponse {
  const nothing = { parameters: {}, outputs: [], rawOutputContents: [] };
  return { modelName, modelVersion, id, ...nothing };
}

/** Says, to those who ask, that no further answer follows to a request: here each has one (Triton's decoupled models). */
function markFinal(
  { parameters }: ModelInferRequest,
  response: ModelInferResponse,
): ModelInferResponse {
  if (!Object.hasOwn(parameters, 'triton_enable_empty_final_response')) return response;
  const parameterChoice = { $case: 'boolParam' as const, value: true };
  return { ...response, parameters: { triton_final_response: { parameterChoice } } };
}
