import {
  ExportRecordsRequest,
  ImportRecordsRequest,
} from '@polymath/contracts/polymath/admin/v1/admin';
import { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { Model } from '@polymath/contracts/polymath/models/v1/models';
import type { AreaWorld } from '../stage/world.js';
import { message, type ValidRequests } from './message.js';

const path = (rpc: string) => `/polymath.admin.v1.AdminService/${rpc}`;

/** The model that is served, and a job that has succeeded, as they are kept. */
async function records({ clients, model: name, jobs: { succeeded } }: AreaWorld) {
  const { model } = await clients.models.getModel({ name });
  const { job } = await clients.jobs.getJob({ jobId: succeeded });
  return [
    message(ImportRecordsRequest, {
      record: { record: { $case: 'model', value: Buffer.from(Model.encode(model!).finish()) } },
    }),
    message(ImportRecordsRequest, {
      record: { record: { $case: 'job', value: Buffer.from(Job.encode(job!).finish()) } },
    }),
  ];
}

/** What an operator keeps records safe with. */
export const admin: ValidRequests = {
  [path('ExportRecords')]: () => [message(ExportRecordsRequest, { recordsOnly: true })],
  [path('ImportRecords')]: records,
  [path('RebuildRecords')]: () => [Buffer.alloc(0)],
};
