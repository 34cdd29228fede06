import { fromBinary } from '@bufbuild/protobuf';
import { status } from '@grpc/grpc-js';
import { JobState, ListJobsRequest, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { faultsOfImported, noteImported, type Imported } from './imported.js';
import type { Mutation } from './mutate/mutation.js';
import type { Answer } from './send/answer.js';
import type { AreaWorld } from './stage/world.js';

/** Which jobs a service may have, by what it has answered. */
export interface MadeJobs {
  /** Notes an answer; cancels the job that it tells of. */
  note(mutation: Mutation, answer: Answer): Promise<void>;
  /** How many were made. */
  count(): number;
  /** Jobs that nobody was told of, and errors that a job must not end with, in words. */
  faults(): Promise<string[]>;
}

/** Begins with the jobs that are there. */
export async function watchMadeJobs(world: AreaWorld): Promise<MadeJobs> {
  const known = new Set((await allJobs(world)).map(({ id }) => id));
  const made = new Set<string>();
  const imported: Imported = { jobs: new Set(), models: new Set() };
  /** Calls that were broken off, so that their job may be there without an answer. */
  let unanswered = 0;
  return {
    count: () => made.size,
    note: async (mutation, { code, response }) => {
      const { rpc } = mutation;
      noteImported(imported, mutation);
      if (!rpc.method.output.fields.some(({ name }) => name === 'job')) return;
      if (code === status.CANCELLED || code === status.DEADLINE_EXCEEDED) unanswered += 1;
      if (code !== status.OK || !response || !makes(rpc.path)) return;
      const { job } = fromBinary(rpc.method.output, response) as unknown as {
        job?: { id: string };
      };
      if (!job) return;
      made.add(job.id);
      await world.clients.jobs.cancelJob({ jobId: job.id });
    },
    faults: async () => {
      const ofImported = await faultsOfImported(world, imported);
      const jobs = await allJobs(world);
      const isStrange = ({ id }: Job) => !known.has(id) && !made.has(id) && !imported.jobs.has(id);
      const strange = jobs.filter(isStrange);
      await Promise.all(strange.map(({ id }) => world.clients.jobs.cancelJob({ jobId: id })));
      const faults = [...ofImported, ...jobs.flatMap(internalErrors)];
      if (strange.length <= unanswered) return faults;
      const kinds = strange.map(({ id, kind }) => `${kind} ${id}`).join(', ');
      return [`${strange.length} jobs that no answer told of: ${kinds}`, ...faults];
    },
  };
}

const makes = (path: string) => !/JobService\/(Get|Cancel|Explain)Job$/.test(path);

/** A job may fail, but not by an error of ours. */
function internalErrors({ id, kind, errors, state }: Job): string[] {
  return errors
    .filter((error) => error.kind === 'internal')
    .map(({ message }) => `${kind} ${id} (${JobState[state]}) failed by an internal error: ${message}`); // prettier-ignore
}

/** Every job of an area. */
export async function allJobs({ clients }: Pick<AreaWorld, 'clients'>): Promise<Job[]> {
  const found: Job[] = [];
  let pageToken = '';
  do {
    const request = ListJobsRequest.fromPartial({ pageSize: 1000, pageToken });
    const { jobs, nextPageToken } = await clients.jobs.listJobs(request);
    found.push(...jobs);
    pageToken = nextPageToken;
  } while (pageToken !== '');
  return found;
}
