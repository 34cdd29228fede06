import type { Model, ModelVersion, Signature, TensorSpec } from '@polymath/contracts/polymath/models/v1/models'; // prettier-ignore
import { isJobId, isModelName, modelNameRule } from '@polymath/jobs';
import { datatypeOf } from '@polymath/models';
import type { Violations } from '@polymath/service-kit';
import { checkArea, checkStored, checkTimes } from './check-parts.js';

/** Numbers of versions are 32 bits wide and go on from where they are. */
const highestVersion = 2 ** 31 - 1;

/** Demands a record as a service of the area writes it. */
export function checkModel(wrong: Violations, model: Model, area: string): void {
  const { name, versions, aliases, lastVersion, retiredJobIds, createTime, updateTime } = model;
  checkArea(wrong, model.area, area);
  wrong.that(isModelName(name), 'name', `${modelNameRule}, got "${name}"`);
  wrong.range('last_version', lastVersion, 0, highestVersion);
  versions.forEach((version, i) => {
    const at = wrong.at(`versions[${i}]`);
    const least = (versions[i - 1]?.version ?? 0) + 1;
    at.that(version.version >= least && version.version <= lastVersion, 'version', `must be from ${least} to last_version ${lastVersion}, got ${version.version}`); // prettier-ignore
    checkVersion(at, version);
  });
  for (const [alias, version] of Object.entries(aliases)) {
    wrong.that(isModelName(alias), 'aliases', `${modelNameRule}, got "${alias}"`);
    const isThere = versions.some((known) => known.version === version);
    wrong.that(isThere, 'aliases', `must be versions of the model, got "${alias}": ${version}`);
  }
  retiredJobIds.forEach((id, i) =>
    wrong.that(isJobId(id), `retired_job_ids[${i}]`, `must be the id of a job, got "${id}"`),
  );
  const times = { create_time: createTime, update_time: updateTime };
  checkTimes(wrong, times, ['create_time', 'update_time']);
}

function checkVersion(wrong: Violations, version: ModelVersion): void {
  const { kind, artifact, signature, lineage, createTime } = version;
  wrong.that(/^[a-z][a-z0-9-]{0,62}$/.test(kind), 'kind', `must be a kind of model, got "${kind}"`);
  checkStored(wrong.at('artifact'), artifact);
  wrong.present('signature', signature);
  if (signature) checkSignature(wrong.at('signature'), signature);
  checkTimes(wrong, { create_time: createTime }, []);
  if (!lineage) return;
  const { jobId, specSha256, data } = lineage;
  const at = wrong.at('lineage');
  at.that(jobId === '' || isJobId(jobId), 'job_id', `must be the id of a job, got "${jobId}"`);
  if (specSha256 !== '') at.sha256('spec_sha256', specSha256);
  data.forEach(({ sha256 }, i) => at.sha256(`data[${i}].sha256`, sha256));
}

function checkSignature(wrong: Violations, { inputs, outputs }: Signature): void {
  inputs.forEach((spec, i) => checkTensor(wrong.at(`inputs[${i}]`), spec));
  outputs.forEach((spec, i) => checkTensor(wrong.at(`outputs[${i}]`), spec));
}

function checkTensor(wrong: Violations, { name, datatype, shape }: TensorSpec): void {
  wrong.present('name', name);
  wrong.that(datatypeOf(datatype) !== undefined, 'datatype', `must be one of the Open Inference Protocol, got "${datatype}"`); // prettier-ignore
  shape.forEach((size, i) => wrong.range(`shape[${i}]`, size, -1, highestVersion));
}
