import {
  EvaluateRetrievalRequest,
  type EvaluateRetrievalResponse,
} from '@polymath/contracts/polymath/compression/v1/distillation';
import { violations, type CallContext } from '@polymath/service-kit';
import { checkArtifact, checkImages, checkNoModel } from './checks.js';
import { submitRequest, type SubmitParts } from './submit.js';

const mostKs = 32;

/** Makes a job that measures vectors by recall@k. */
export function evaluateRetrievalHandler(parts: SubmitParts) {
  return async (
    request: EvaluateRetrievalRequest,
    context: CallContext,
  ): Promise<EvaluateRetrievalResponse> => {
    check(request);
    const type = EvaluateRetrievalRequest;
    const job = await submitRequest(parts, { kind: 'EvaluateRetrieval', type, request }, context);
    return { job };
  };
}

function check({ options, network, images, ks }: EvaluateRetrievalRequest): void {
  const wrong = violations();
  checkNoModel(wrong, options);
  checkArtifact(wrong, 'network', network);
  checkImages(wrong, 'images', images);
  wrong.that(ks.length <= mostKs, 'ks', `must be at most ${mostKs}, got ${ks.length}`);
  ks.forEach((k, i) => {
    wrong.range(`ks[${i}]`, k, 1, 1000);
    wrong.that(ks.indexOf(k) === i, `ks[${i}]`, `is given twice: ${k}`);
  });
  wrong.throwIfAny();
}
