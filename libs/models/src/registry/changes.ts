import type { Model, ModelVersion } from '@polymath/contracts/polymath/models/v1/models';
import { PolymathError } from '@polymath/errors';
import { toTimestamp } from '@polymath/events';
import { notFound } from '@polymath/service-kit';

/** A model before its first version. */
export function newModel(name: string, area: string, now: number): Model {
  const time = toTimestamp(now);
  return {
    ...{ name, area, versions: [], aliases: {}, lastVersion: 0, retiredJobIds: [] },
    ...{ createTime: time, updateTime: time },
  };
}

/** A version before it has a number and a time. */
export type NewVersion = Omit<ModelVersion, 'version' | 'createTime'>;

/**
 * The model with one more version. Unchanged when a version of the same job is there.
 * @throws failed-precondition when the job's version was removed
 */
export function withVersion(model: Model, added: NewVersion, now: number): Model {
  const jobId = added.lineage?.jobId ?? '';
  if (jobId !== '' && versionOfJob(model, jobId)) return model;
  if (jobId !== '' && model.retiredJobIds.includes(jobId)) {
    const message = `the version of ${model.name} that job ${jobId} made was removed`;
    throw new PolymathError('failed-precondition', message);
  }
  const version = model.lastVersion + 1;
  const versions = [...model.versions, { ...added, version, createTime: toTimestamp(now) }];
  return { ...model, versions, lastVersion: version, updateTime: toTimestamp(now) };
}

/** The version that a job has made. */
export function versionOfJob(model: Model, jobId: string): ModelVersion | undefined {
  return model.versions.find(({ lineage }) => lineage?.jobId === jobId);
}

/** How an alias is changed. */
export interface AliasChange {
  alias: string;
  /** 0: removed. */
  version: number;
  /** What it must point at now; 0: nothing; undefined: whatever. */
  expected: number | undefined;
}

/**
 * The model with an alias set, or removed.
 * @throws not-found when there is no such version; conflict when the alias is another than expected
 */
export function withAlias(model: Model, change: AliasChange, now: number): Model {
  const { alias, version, expected } = change;
  if (version !== 0) requireVersion(model, version);
  const current = aliasedVersion(model, alias) ?? 0;
  if (expected !== undefined && expected !== current) {
    const message = `expected ${alias} to be version ${expected}, it is ${current} (0: not set)`;
    throw new PolymathError('conflict', message);
  }
  const others = Object.entries(model.aliases).filter(([name]) => name !== alias);
  const aliases = Object.fromEntries(version === 0 ? others : [...others, [alias, version]]);
  return { ...model, aliases, updateTime: toTimestamp(now) };
}

/**
 * The model without a version.
 * @throws not-found when there is none; failed-precondition when an alias points at it
 */
export function withoutVersion(model: Model, version: number, now: number): Model {
  const removed = requireVersion(model, version);
  const aliases = Object.keys(model.aliases).filter((alias) => model.aliases[alias] === version);
  if (aliases.length > 0) {
    const message = `version ${version} of ${model.name} is ${aliases.join(', ')}: set another first`;
    throw new PolymathError('failed-precondition', message);
  }
  const jobId = removed.lineage?.jobId ?? '';
  const retiredJobIds = jobId === '' ? model.retiredJobIds : [...model.retiredJobIds, jobId];
  const versions = model.versions.filter((kept) => kept !== removed);
  return { ...model, versions, retiredJobIds, updateTime: toTimestamp(now) };
}

/**
 * The version that a text names: a number, an alias, or nothing, which stands for the alias `default`, else the newest.
 * @returns undefined when there is none
 */
export function resolveVersion(model: Model, text: string): ModelVersion | undefined {
  if (/^\d+$/.test(text)) return findVersion(model, Number(text));
  const aliased = aliasedVersion(model, text === '' ? 'default' : text);
  if (aliased === undefined) return text === '' ? model.versions.at(-1) : undefined;
  return findVersion(model, aliased);
}

function aliasedVersion({ aliases }: Model, alias: string): number | undefined {
  return Object.hasOwn(aliases, alias) ? aliases[alias] : undefined;
}

function findVersion({ versions }: Model, version: number): ModelVersion | undefined {
  return versions.find((known) => known.version === version);
}

function requireVersion(model: Model, version: number): ModelVersion {
  const found = findVersion(model, version);
  if (!found) throw notFound('model version', `${model.name}/${version}`);
  return found;
}
