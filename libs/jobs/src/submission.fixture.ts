import { Accelerator } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { defaultTenant } from '@polymath/service-kit';
import type { Submission } from './submit.js';

/** A request for a job. */
export function submission(requestId = '', spec = [1, 2, 3]): Submission {
  return {
    tenant: defaultTenant,
    kind: 'TrainClassifier',
    spec: { typeUrl: 'type.googleapis.com/test.Spec', value: Buffer.from(spec) },
    options: {
      ...{ requestId, accelerator: Accelerator.ACCELERATOR_UNSPECIFIED },
      ...{ timeoutSeconds: 0, modelName: '' },
    },
  };
}
