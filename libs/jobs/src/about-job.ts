import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { traceIdOf } from '@polymath/service-kit';

/** What every line of a log about a job carries; nothing that a user has written. */
export function aboutJob({ id, area, kind, epoch, attempt, traceParent }: Job) {
  return { job: id, area, kind, epoch, attempt, traceId: traceIdOf(traceParent) };
}
