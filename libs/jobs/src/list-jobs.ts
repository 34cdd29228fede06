import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { ListJobsRequest, ListJobsResponse } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { violations } from '@polymath/service-kit';
import { byNewest, type IndexedJob } from './job-index.js';
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
    (kind === '' || job.kind === kind) &&
    (after === undefined || byNewest(after, job) < 0);
  const matching = index.newestFirst().filter(isWanted);
  const page = matching.slice(0, pageSize || defaultPageSize);
  const stored = await Promise.all(page.map(({ id }) => records.get(id)));
  return {
    jobs: stored.flatMap((entry) => entry?.job ?? []),
    nextPageToken: matching.length > page.length ? toPageToken(page.at(-1)!) : '',
  };
}

type Place = Pick<IndexedJob, 'createMs' | 'id'>;

/** Where the page begins; every bad field is named. */
function checkRequest({ pageSize, pageToken, states }: ListJobsRequest): Place | undefined {
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

function toPageToken({ createMs, id }: Place): string {
  return `${createMs}-${id}`;
}

function fromPageToken(token: string): Place | undefined {
  const [createMs = '', id = ''] = token.split('-');
  if (createMs === '' || !Number.isFinite(Number(createMs)) || !isJobId(id)) return undefined;
  return { createMs: Number(createMs), id };
}
