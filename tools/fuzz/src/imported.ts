import { ImportRecordsRequest } from '@polymath/contracts/polymath/admin/v1/admin';
import { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { Model } from '@polymath/contracts/polymath/models/v1/models';
import type { Mutation } from './mutate/mutation.js';
import type { AreaWorld } from './stage/world.js';

/** Names of records that may have been written by ImportRecords. */
export interface Imported {
  jobs: Set<string>;
  models: Set<string>;
}

/** Notes what a mutation asks to be written, if it does. */
export function noteImported({ jobs, models }: Imported, { rpc, messages }: Mutation): void {
  if (!rpc.path.endsWith('/ImportRecords')) return;
  for (const bytes of messages) {
    try {
      const record = ImportRecordsRequest.decode(bytes).record?.record;
      if (record?.$case === 'job') jobs.add(Job.decode(record.value).id);
      if (record?.$case === 'model') models.add(Model.decode(record.value).name);
    } catch {
      // Bytes that are no record.
    }
  }
}

/** Looks at all that was written, in every way there is; tells what the service could not cope with. */
export async function faultsOfImported(
  { clients }: Pick<AreaWorld, 'clients'>,
  { jobs, models }: Imported,
): Promise<string[]> {
  const faults: string[] = [];
  const ask = async (what: string, call: () => Promise<unknown>) => {
    await call().catch((error: unknown) => {
      const { kind, message } = error as { kind?: string; message?: string };
      if (kind === 'internal' || kind === undefined)
        faults.push(`imported ${what}: ${message ?? ''}`);
    });
  };
  for (const jobId of jobs) {
    await ask(`job ${jobId}: GetJob`, () => clients.jobs.getJob({ jobId }));
    await ask(`job ${jobId}: ExplainJob`, () => clients.jobs.explainJob({ jobId }));
    await ask(`job ${jobId}: CancelJob`, () => clients.jobs.cancelJob({ jobId }));
    await ask(`job ${jobId}: RetryJob`, async () => {
      const { job } = await clients.jobs.retryJob({ jobId, requestId: '' });
      await clients.jobs.cancelJob({ jobId: job!.id });
      jobs.add(job!.id);
    });
  }
  for (const name of models) {
    await ask(`model ${name}: GetModel`, () => clients.models.getModel({ name }));
    await ask(`model ${name}: ModelMetadata`, () => clients.inference.modelMetadata({ name, version: '' })); // prettier-ignore
    await ask(`model ${name}: ModelConfig`, () => clients.inference.modelConfig({ name, version: '' })); // prettier-ignore
    await ask(`model ${name}: load`, () => clients.inference.repositoryModelLoad({ repositoryName: '', modelName: name, parameters: {} })); // prettier-ignore
    await ask(`model ${name}: unload`, () => clients.inference.repositoryModelUnload({ repositoryName: '', modelName: name, parameters: {} })); // prettier-ignore
  }
  return faults;
}
