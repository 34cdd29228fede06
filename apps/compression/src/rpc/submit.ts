import { submitRequest as submitTo, type JobRequest, type SubmitParts } from '@polymath/area';
import type { Job, JobOptions } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { CallContext } from '@polymath/service-kit';

export type { SubmitParts };

/** Makes a job of this area of a checked request. */
export function submitRequest<Request extends { options?: JobOptions | undefined }>(
  parts: SubmitParts,
  job: JobRequest<Request>,
  context: CallContext,
): Promise<Job> {
  return submitTo(parts, 'compression', job, context);
}
