import type { ArtifactClient } from '@polymath/artifacts';
import { AdminServiceService } from '@polymath/contracts/polymath/admin/v1/admin';
import { ArtifactServiceService } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { JobServiceService, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { ModelServiceService } from '@polymath/contracts/polymath/models/v1/models';
import { PolymathError } from '@polymath/errors';
import { connect, type Client } from '@polymath/service-kit';
import { addressOf, type AddressSources } from './addresses.js';
import type { Area } from './areas.js';
import type { JobClient } from './watch/follow-job.js';

/** Clients of the services that every area has. */
export interface Clients {
  readonly jobs: JobClient;
  readonly artifacts: ArtifactClient;
  readonly models: Client<ModelServiceService>;
  readonly admin: Client<AdminServiceService>;
  readonly close: () => void;
}

/** Connects to a service; nothing is sent yet. */
export function clientsAt(address: string): Clients {
  const jobs = connect(address, JobServiceService);
  const artifacts = connect(address, ArtifactServiceService);
  const models = connect(address, ModelServiceService);
  const admin = connect(address, AdminServiceService);
  return {
    jobs,
    artifacts,
    models,
    admin,
    close: () => {
      jobs.close();
      models.close();
      admin.close();
      artifacts.close();
    },
  };
}

/** Connects to a service for the time of some work. */
export async function withClients<Result>(
  address: string,
  work: (clients: Clients) => Promise<Result>,
): Promise<Result> {
  const clients = clientsAt(address);
  try {
    return await work(clients);
  } finally {
    clients.close();
  }
}

/** Where to look for a job. */
export interface JobPlaces {
  readonly areas: readonly Area[];
  readonly sources: AddressSources;
}

/**
 * Finds a job in one of several areas, then works with the area's clients.
 * @throws not-found when no area has it; unavailable when one that might have it does not answer
 */
export async function withJob<Result>(
  { areas, sources }: JobPlaces,
  jobId: string,
  work: (clients: Clients, job: Job) => Promise<Result>,
): Promise<Result> {
  let silent: PolymathError | undefined;
  const seen = new Set<string>();
  for (const area of areas) {
    const address = addressOf(area, sources);
    if (seen.has(address)) continue;
    seen.add(address);
    const clients = clientsAt(address);
    try {
      const job = await findJob(clients, jobId);
      if (job) return await work(clients, job);
    } catch (error) {
      if (!(error instanceof PolymathError) || error.kind !== 'unavailable') throw error;
      silent = error;
    } finally {
      clients.close();
    }
  }
  throw silent ?? new PolymathError('not-found', `no such job: ${jobId}`);
}

async function findJob({ jobs }: Clients, jobId: string): Promise<Job | undefined> {
  try {
    return (await jobs.getJob({ jobId })).job;
  } catch (error) {
    if (error instanceof PolymathError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
