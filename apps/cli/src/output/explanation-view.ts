import type { JsonValue } from '@bufbuild/protobuf';
import {
  Accelerator,
  ExplainJobResponse,
  HolderFacts_Answer,
  type HolderFacts,
  type Job,
  type QueueFacts,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { jsonOf } from '../request/registry.js';
import { factLines, nameAndState, timeOf } from './job-view.js';

/** Why a job is where it is, as ProtoJSON. */
export function explanationJson(explanation: ExplainJobResponse): JsonValue {
  const bytes = ExplainJobResponse.encode(explanation).finish();
  return jsonOf('polymath.jobs.v1.ExplainJobResponse', bytes);
}

/** Why a job is where it is, and what that rests on, as lines. */
export function explanationSummary(explanation: ExplainJobResponse): string {
  const { sentence, job, holder, queue } = explanation;
  const head = { ...(job && nameAndState(job)), why: sentence };
  const lines = factLines({
    ...head,
    holder: holder ? holderWords(holder) : '',
    queue: queue ? queueWords(queue) : '',
    progress: holder ? progressWords(holder) : '',
    ...(job && pastOf(job)),
  });
  const errors = (job?.errors ?? []).map(
    ({ epoch, kind, message, time }) =>
      `error      ${timeOf(time)}, epoch ${epoch}: ${kind}: ${message}`,
  );
  return [...lines, ...errors].join('\n');
}

const answers = new Map([
  [HolderFacts_Answer.ANSWER_HELD, 'answers'],
  [HolderFacts_Answer.ANSWER_SILENT, 'listens and does not answer'],
  [HolderFacts_Answer.ANSWER_NOBODY, 'nobody listens'],
]);

function holderWords({ answer, lastSignTime }: HolderFacts): string {
  const sign = lastSignTime ? `; last sign ${timeOf(lastSignTime)}` : '';
  return `${answers.get(answer) ?? 'unknown'}${sign}`;
}

function queueWords(queue: QueueFacts): string {
  const { pool, ahead, waitingRequests, runningJobs, answeringJobs } = queue;
  const name = pool === Accelerator.ACCELERATOR_GPU ? 'gpu' : 'cpu';
  const running = `${runningJobs} other running, ${answeringJobs} of them answering`;
  return `${name}: ${ahead} ahead, ${waitingRequests} free; ${running}`;
}

function progressWords({ progress, progressTime }: HolderFacts): string {
  if (!progress) return '';
  const steps = progress.steps > 0n ? ` of ${progress.steps}` : '';
  return `${progress.phase}, step ${progress.step}${steps}, ${timeOf(progressTime)}`;
}

/** What a job has behind it. */
function pastOf({ checkpoint, attempt, maxAttempts, interruptions, deadline, retryOf }: Job) {
  const { phase, step, time } = checkpoint ?? {};
  return {
    checkpoint: checkpoint ? `${phase}, step ${step}, ${timeOf(time)}` : '',
    attempts: attempt > 0 ? `${attempt} of ${maxAttempts} failed since the newest checkpoint` : '',
    interrupts: interruptions > 0 ? `${interruptions}` : '',
    deadline: timeOf(deadline),
    'retry of': retryOf,
  };
}
