import {
  DownloadRequest,
  StatRequest,
  UploadRequest,
} from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import {
  CancelJobRequest,
  ExplainJobRequest,
  GetJobRequest,
  JobState,
  ListJobsRequest,
  RetryJobRequest,
  WatchJobRequest,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import {
  CreateVersionRequest,
  DeleteVersionRequest,
  GetModelRequest,
  ListModelsRequest,
  SetAliasRequest,
} from '@polymath/contracts/polymath/models/v1/models';
import type { AreaWorld } from '../stage/world.js';
import { message, type ValidRequests } from './message.js';

const artifacts = (rpc: string) => `/polymath.artifacts.v1.ArtifactService/${rpc}`;
const jobs = (rpc: string) => `/polymath.jobs.v1.JobService/${rpc}`;
const models = (rpc: string) => `/polymath.models.v1.ModelService/${rpc}`;

/** A model that may come to harm. */
const spare = 'spare';

const newVersion = ({ file }: AreaWorld) =>
  CreateVersionRequest.fromPartial({ name: spare, source: { $case: 'file', value: file } });

const upload = () => [
  message(UploadRequest, { part: { $case: 'header', value: { name: 'a.bin', mediaType: 'a/b' } } }),
  message(UploadRequest, { part: { $case: 'chunk', value: Buffer.from('first half ') } }),
  message(UploadRequest, { part: { $case: 'chunk', value: Buffer.from('and second half') } }),
];

/** The services that every area has. */
export const shared: ValidRequests = {
  [artifacts('Upload')]: upload,
  [artifacts('Download')]: ({ inputs }) => [
    message(DownloadRequest, { sha256: inputs.classifier.sha256, offsetBytes: 10n }),
  ],
  [artifacts('Stat')]: ({ inputs }) => [message(StatRequest, { sha256: inputs.classifier.sha256 })],
  [jobs('GetJob')]: ({ jobs: { succeeded: jobId } }) => [message(GetJobRequest, { jobId })],
  [jobs('WatchJob')]: ({ jobs: { succeeded: jobId } }) => [
    message(WatchJobRequest, { jobId, resumeToken: '1' }),
  ],
  [jobs('ExplainJob')]: ({ jobs: { succeeded: jobId } }) => [message(ExplainJobRequest, { jobId })],
  [jobs('CancelJob')]: ({ jobs: { cancelled: jobId } }) => [message(CancelJobRequest, { jobId })],
  [jobs('RetryJob')]: ({ jobs: { cancelled: jobId } }) => [message(RetryJobRequest, { jobId })],
  [jobs('ListJobs')]: () => [
    message(ListJobsRequest, { pageSize: 2, states: [JobState.JOB_STATE_SUCCEEDED] }),
  ],
  [models('CreateVersion')]: (world) => [message(CreateVersionRequest, newVersion(world))],
  [models('GetModel')]: ({ model: name }) => [message(GetModelRequest, { name })],
  [models('ListModels')]: () => [message(ListModelsRequest, { pageSize: 2 })],
  [models('SetAlias')]: async (world) => {
    const { version } = await world.clients.models.createVersion(newVersion(world));
    return [message(SetAliasRequest, { name: spare, alias: 'stable', version })];
  },
  [models('DeleteVersion')]: async (world) => {
    const { version } = await world.clients.models.createVersion(newVersion(world));
    return [message(DeleteVersionRequest, { name: spare, version })];
  },
};
