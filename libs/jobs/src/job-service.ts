import type { Job, JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { invalidFields } from '@polymath/errors';
import { toTimestamp } from '@polymath/events';
import { notFound, type Handlers } from '@polymath/service-kit';
import { explain } from './explain.js';
import { gatherFacts } from './job-facts.js';
import { listJobs } from './list-jobs.js';
import type { LookParts } from './queue-facts.js';
import { applyEvent, follow } from './store.js';
import { retryJob, type SubmitParts } from './submit.js';
import { watchJob } from './watch-job.js';

/** What answers `JobService` for one area. A job of another tenant is as good as missing. */
export function jobServiceHandlers(parts: SubmitParts & LookParts): Handlers<JobServiceService> {
  const { store } = parts;
  const { connection } = store;
  const find = async (jobId: string, tenant: string): Promise<Job> => {
    connection.requireConnected();
    const stored = await store.records.get(jobId);
    if (stored?.job.tenant !== tenant) throw notFound('job', jobId);
    return stored.job;
  };
  return {
    getJob: async ({ jobId }, { tenant }) => ({ job: await find(jobId, tenant) }),

    listJobs: (request, { tenant }) => {
      connection.requireConnected();
      return listJobs(store, { tenant, request });
    },

    async *watchJob({ jobId, resumeToken }, { tenant, signal }) {
      const after = toSequence(resumeToken);
      const job = await find(jobId, tenant);
      for await (const { event, sequence } of watchJob(store, { job, after, signal }))
        yield { event, resumeToken: String(sequence) };
    },

    cancelJob: async ({ jobId }, { tenant }) => {
      await find(jobId, tenant);
      const { job, effects } = await applyEvent(store.records, jobId, {
        type: 'cancel-request',
        now: Date.now(),
      });
      if (!job) throw notFound('job', jobId);
      if (effects) await follow(store, { job, effects });
      return { job };
    },

    retryJob: async ({ jobId, requestId }, { tenant }) => {
      const old = await find(jobId, tenant);
      return { job: await retryJob(parts, old, requestId) };
    },

    explainJob: async ({ jobId }, { tenant }) => {
      const facts = await gatherFacts(parts, await find(jobId, tenant));
      const { job, holder, queue, nowMs } = facts;
      return { ...explain(facts, parts.settings), job, holder, queue, time: toTimestamp(nowMs) };
    },
  };
}

function toSequence(resumeToken: string): number {
  if (resumeToken === '') return 0;
  const sequence = Number(resumeToken);
  if (/^\d+$/.test(resumeToken) && Number.isSafeInteger(sequence)) return sequence;
  const description = `must be from a response, got "${resumeToken}"`;
  throw invalidFields([{ field: 'resume_token', description }]);
}
