import type {
  CreateVersionRequest,
  ListModelsRequest,
  Model,
  ModelServiceService,
} from '@polymath/contracts/polymath/models/v1/models';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { isModelName, modelNameRule } from '@polymath/jobs';
import { notFound, violations, type Handlers, type Violations } from '@polymath/service-kit';
import { newModel, withAlias, withoutVersion, withVersion, type NewVersion } from './changes.js';
import { versionFromFile, versionFromJob, type NewVersionParts } from './new-version.js';
import { missing, type Registry } from './registry.js';

/** What answering takes. */
export interface ModelServiceParts extends NewVersionParts {
  registry: Registry;
  /** The kinds of model that can be served here. */
  kinds: readonly string[];
  getJob: (id: string) => Promise<Job | undefined>;
}

const defaultPageSize = 100;
const largestPage = 1000;

/** What answers `ModelService` for one area. */
export function modelServiceHandlers(parts: ModelServiceParts): Handlers<ModelServiceService> {
  const { registry } = parts;
  const change = (name: string, apply: (model: Model, now: number) => Model) =>
    registry.change(name, (model) => {
      if (model) return apply(model, Date.now());
      throw missing(name, '', registry.failures(name));
    });
  return {
    createVersion: async (request, { tenant }) => {
      checkNewVersion(parts, request);
      const { name } = request;
      const added = await versionOf(parts, request, tenant);
      let version = 0;
      const model = await registry.change(name, (current) => {
        const now = Date.now();
        const changed = withVersion(current ?? newModel(name, registry.area, now), added, now);
        version = numberOf(changed, added);
        return changed;
      });
      return { model, version };
    },

    getModel: async ({ name }) => {
      check((wrong) => checkName(wrong, 'name', name));
      const failedRegistrations = registry.failures(name);
      const model = await registry.read(name);
      if (!model) throw missing(name, '', failedRegistrations);
      return { model, failedRegistrations };
    },

    listModels: async (request) => {
      const pageSize = checkPage(request);
      const rest = registry.all().filter(({ name }) => name > request.pageToken);
      const models = rest.slice(0, pageSize);
      const isLast = models.length === rest.length;
      return { models, nextPageToken: isLast ? '' : models.at(-1)!.name };
    },

    setAlias: async ({ name, alias: chosen, version, expectedVersion: expected }) => {
      check((wrong) => {
        checkName(wrong, 'name', name);
        checkName(wrong, 'alias', chosen);
      });
      const set = { alias: chosen, version, expected };
      return { model: await change(name, (model, now) => withAlias(model, set, now)) };
    },

    deleteVersion: async ({ name, version }) => {
      check((wrong) => {
        checkName(wrong, 'name', name);
        wrong.that(version > 0, 'version', `must be at least 1, got ${version}`);
      });
      return { model: await change(name, (model, now) => withoutVersion(model, version, now)) };
    },
  };
}

async function versionOf(
  parts: ModelServiceParts,
  { source }: CreateVersionRequest,
  tenant: string,
): Promise<NewVersion> {
  if (source?.$case === 'jobId') {
    const job = await parts.getJob(source.value);
    if (job?.tenant !== tenant) throw notFound('job', source.value);
    return versionFromJob(parts, job);
  }
  return versionFromFile(parts, source!.value);
}

/** The number of a version that was just added, or had been there. */
function numberOf({ versions }: Model, { lineage }: NewVersion): number {
  const made = lineage && versions.find((known) => known.lineage?.jobId === lineage.jobId);
  return (made ?? versions.at(-1)!).version;
}

function check(look: (wrong: Violations) => void): void {
  const wrong = violations();
  look(wrong);
  wrong.throwIfAny();
}

function checkName(wrong: Violations, field: string, name: string): void {
  wrong.that(isModelName(name), field, `${modelNameRule}, got "${name}"`);
}

function checkNewVersion(
  { kinds }: ModelServiceParts,
  { name, source }: CreateVersionRequest,
): void {
  check((wrong) => {
    checkName(wrong, 'name', name);
    if (!source) wrong.add('source', 'one of job_id, file is required');
    if (source?.$case === 'jobId') wrong.present('job_id', source.value);
    if (source?.$case !== 'file') return;
    const { sha256, kind } = source.value;
    wrong.sha256('file.sha256', sha256);
    const known = kinds.join(', ');
    wrong.that(kinds.includes(kind), 'file.kind', `must be one of ${known}, got "${kind}"`);
  });
}

function checkPage({ pageSize, pageToken }: ListModelsRequest): number {
  check((wrong) => {
    wrong.range('page_size', pageSize, 0, largestPage);
    const holds = pageToken === '' || isModelName(pageToken);
    wrong.that(holds, 'page_token', 'must be from a response');
  });
  return pageSize || defaultPageSize;
}
