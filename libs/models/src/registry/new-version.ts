import type { ArtifactStore } from '@polymath/artifacts';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import type { DataSource, Signature } from '@polymath/contracts/polymath/models/v1/models';
import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import type { LoadModel } from '@polymath/engine-host';
import { notFound } from '@polymath/service-kit';
import type { NewVersion } from './changes.js';

/** What an area's job has made. */
export interface JobModel {
  /** E.g. `classifier`. */
  kind: string;
  artifact: Artifact;
  /** Everything that the job learned from. */
  data: DataSource[];
}

/** The model that a job has made; undefined when its kind makes none. */
export type ModelOfJob = (job: Job) => JobModel | undefined;

/** What describing a version takes. */
export interface NewVersionParts {
  modelOfJob: ModelOfJob;
  artifacts: Pick<ArtifactStore, 'path' | 'stat'>;
  loadModel: LoadModel;
}

/**
 * The version that a job has made: loaded once, so that what is registered can be called.
 * @throws failed-precondition when the job has not succeeded or makes no model
 */
export async function versionFromJob(parts: NewVersionParts, job: Job): Promise<NewVersion> {
  if (job.state !== JobState.JOB_STATE_SUCCEEDED) {
    throw new PolymathError('failed-precondition', `job ${job.id} has not succeeded`);
  }
  const made = parts.modelOfJob(job);
  if (!made) throw new PolymathError('failed-precondition', `${job.kind} makes no model`);
  const { kind, artifact, data } = made;
  const signature = await signatureOf(parts, kind, artifact.sha256);
  const { id: jobId, kind: jobKind, specSha256, metrics } = job;
  return { kind, artifact, signature, lineage: { jobId, jobKind, specSha256, data }, metrics };
}

/** A version from a file: loaded once. @throws not-found; invalid-input or corrupt-data when it is no such model */
export async function versionFromFile(
  parts: NewVersionParts,
  { sha256, kind, metrics }: { sha256: string; kind: string; metrics: Record<string, number> },
): Promise<NewVersion> {
  const artifact = await parts.artifacts.stat(sha256);
  if (!artifact) throw notFound('artifact', sha256);
  const signature = await signatureOf(parts, kind, sha256);
  return { kind, artifact, signature, lineage: undefined, metrics };
}

async function signatureOf(
  { artifacts, loadModel }: NewVersionParts,
  kind: string,
  sha256: string,
): Promise<Signature> {
  if (!(await artifacts.stat(sha256))) throw notFound('artifact', sha256);
  const model = await loadModel(kind, artifacts.path(sha256));
  await model.unload();
  return model.signature;
}
