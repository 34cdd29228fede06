import {
  EvaluateClassifierRequest,
  type EvaluateClassifierResponse,
} from '@polymath/contracts/polymath/compression/v1/compression';
import { violations, type CallContext } from '@polymath/service-kit';
import { checkArtifact, checkData, checkNoModel } from './checks.js';
import { submitRequest, type SubmitParts } from './submit.js';

/** Makes a job that measures a classifier on labelled images. */
export function evaluateClassifierHandler(parts: SubmitParts) {
  return async (
    request: EvaluateClassifierRequest,
    context: CallContext,
  ): Promise<EvaluateClassifierResponse> => {
    check(request);
    const type = EvaluateClassifierRequest;
    const job = await submitRequest(parts, { kind: 'EvaluateClassifier', type, request }, context);
    return { job };
  };
}

function check(request: EvaluateClassifierRequest): void {
  const wrong = violations();
  checkNoModel(wrong, request.options);
  checkArtifact(wrong, 'classifier', request.classifier);
  const { images, table } = request;
  checkData(wrong, { images: ['images', images], table: ['table', table] });
  wrong.throwIfAny();
}
