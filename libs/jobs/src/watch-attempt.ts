import { startSpan, type Logger } from '@polymath/service-kit';
import { aboutJob } from './about-job.js';
import type { Claimed } from './claim.js';
import type { Hold } from './hold.js';
import { attemptEnd, type AttemptEnd, type JobObserver } from './job-observer.js';

/** An attempt that is told of. */
export interface WatchedAttempt {
  /** W3C trace context of the attempt: a span of the trace in which the job was submitted. */
  readonly traceParent: string;
  /** Tells what the attempt has come to. */
  left(): void;
}

/** What an operator may want to look into. */
const troubles: ReadonlySet<AttemptEnd> = new Set(['failed', 'repeated', 'lost', 'unwritten']);

/** Tells of an attempt, to the observer, in the log and as a span. */
export function watchAttempt(
  { observer, log }: { observer: JobObserver; log: Logger },
  { job, takenOver }: Claimed,
  hold: Hold,
): WatchedAttempt {
  const startMs = performance.now();
  const attributes = { 'polymath.job.id': job.id, 'polymath.job.epoch': job.epoch };
  const parent = job.traceParent;
  const span = startSpan(`${job.kind} attempt`, { kind: 'CONSUMER', parent, attributes });
  observer.begun(job, takenOver);
  if (takenOver) log.warn(aboutJob(job), 'job taken over from a silent worker');
  else log.info(aboutJob(job), 'job begun');
  return {
    traceParent: span.traceParent,
    left: () => {
      const end = attemptEnd(job, hold.job, hold.signal.reason);
      const seconds = (performance.now() - startMs) / 1000;
      const isTrouble = troubles.has(end);
      observer.left({ job: hold.job, end, seconds });
      span.end(isTrouble ? end : undefined, { 'polymath.attempt.end': end });
      const error = isTrouble ? hold.job.errors.at(-1)?.kind : undefined;
      log[isTrouble ? 'warn' : 'info']({ ...aboutJob(hold.job), end, seconds, error }, 'job left');
    },
  };
}
