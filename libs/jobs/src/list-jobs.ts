import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { ListJobsRequest, ListJobsResponse } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { violations } from '@polymath/service-kit';
import type { IndexedJob } from './job-index.js';
import { byNewest, countBefore, type ListPlace } from './newest-first.js';
import { isJobId } from './records.js';
import type { JobStore } from './store.js';

const defaultPageSize = 100;
const largestPage = 1000;
const knownStates: ReadonlySet<unknown> = new Set([
  JobState.JOB_STATE_QUEUED,
  JobState.JOB_STATE_RUNNING,
  JobState.JOB_STATE_SUCCEEDED,
  JobState.JOB_STATE_FAILED,
  JobState.JOB_STATE_CANCELLED,
]);

/** One page of a tenant's jobs, newest first. Throws `invalid-input`. */
export async function listJobs(
  { index, records }: JobStore,
  { tenant, request }: { tenant: string; request: ListJobsRequest },
): Promise<ListJobsResponse> {
  const { pageSize, states, kind } = request;
  const after = checkRequest(request);
  const isWanted = (job: IndexedJob) =>
    job.tenant === tenant &&
    (states.length === 0 || states.includes(job.state)) &&
    (kind === '' || job.kind === kind);
  const size = pageSize || defaultPageSize;
  const found = firstAfter(index.newestFirst(), { after, isWanted, count: size + 1 });
  const page = found.slice(0, size);
  const stored = await Promise.all(page.map(({ id }) => records.get(id)));
  return {
    jobs: stored.flatMap((entry) => entry?.job ?? []),
    nextPageToken: found.length > page.length ? toPageToken(page.at(-1)!) : '',
  };
}

/** So many of the wanted jobs behind a place, and no look at any further one. */
function firstAfter(
  ordered: readonly IndexedJob[],
  which: { after: ListPlace | undefined; isWanted: (job: IndexedJob) => boolean; count: number },
): IndexedJob[] {
  const { after, isWanted, count } = which;
  const found: IndexedJob[] = [];
  let at = after ? countBefore(ordered, after) : 0;
  for (; at < ordered.length && found.length < count; at++) {
    const job = ordered[at]!;
    // The place itself is the last of the page before, unless that job is gone.
    const isBehind = after === undefined || byNewest(after, job) < 0;
    if (isBehind && isWanted(job)) found.push(job);
  }
  return found;
}

/** Where the page begins; every bad field is named. */
function checkRequest({ pageSize, pageToken, states }: ListJobsRequest): ListPlace | undefined {
  const wrong = violations();
  wrong.range('page_size', pageSize, 0, largestPage);
  const after = fromPageToken(pageToken);
  wrong.that(pageToken === '' || after !== undefined, 'page_token', 'must be from a response');
  wrong.that(
    states.every((state) => knownStates.has(state)),
    'states',
    `must be of JobState, got ${states.join(', ')}`,
  );
  wrong.throwIfAny();
  return after;
}

function toPageToken({ createMs, id }: ListPlace): string {
  return `${createMs}-${id}`;
}

function fromPageToken(token: string): ListPlace | undefined {
  const [createMs = '', id = ''] = token.split('-');
  if (createMs === '' || !Number.isFinite(Number(createMs)) || !isJobId(id)) return undefined;
  return { createMs: Number(createMs), id };
}
