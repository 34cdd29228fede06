import { setTimeout as delay } from 'node:timers/promises';
import type { FailedRegistration, Model } from '@polymath/contracts/polymath/models/v1/models';
import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import type { EventsConnection } from '@polymath/events';
import { aboutJob, hasEnded, watchJobs } from '@polymath/jobs';
import { toStatus, type Logger } from '@polymath/service-kit';
import { newModel, versionOfJob, withVersion } from './changes.js';
import { versionFromJob, type NewVersionParts } from './new-version.js';
import type { Registry } from './registry.js';

/** Makes a version of each job that has succeeded and names a model, exactly once. */
export interface Registrar {
  /** Resolves when what jobs that have succeeded by now make of a model is registered. */
  settle(name: string): Promise<void>;
  /** Jobs that were to make a version of a model and never will by themselves; a service that starts finds them again. */
  failures(name: string): FailedRegistration[];
  close(): Promise<void>;
}

/** What a registrar needs. */
export interface RegistrarParts extends NewVersionParts {
  connection: EventsConnection;
  registry: Registry;
  /** The record of a job. */
  getJob: (id: string) => Promise<Job | undefined>;
  log: Logger;
}

/** Pause before a registration that NATS or an engine process interrupted is tried again, in milliseconds. */
const retryMs = 1000;

/**
 * Follows the records of the area's jobs, those from before its start included: so a job that was committed just before
 * a crash is registered after it. A version names its job, and a job has one version: whoever comes second finds it.
 */
export function startRegistrar(parts: RegistrarParts): Registrar {
  const { connection, registry, getJob, log } = parts;
  const stop = new AbortController();
  const { signal } = stop;
  /** Jobs that may still become a version, by the name of their model. */
  const expected = new Map<string, Set<string>>();
  const running = new Map<string, Promise<void>>();
  /** Jobs that made no version, and why. */
  const failed = new Map<string, { job: Job; reason: string }>();

  const expect = ({ modelName, id }: Job) => {
    const ids = expected.get(modelName) ?? new Set();
    expected.set(modelName, ids.add(id));
  };
  const forget = ({ modelName, id }: Job) => {
    const ids = expected.get(modelName);
    if (ids?.delete(id) && ids.size === 0) expected.delete(modelName);
  };
  const attempt = async (job: Job) => {
    for (;;) {
      try {
        await register(parts, job);
        failed.delete(job.id);
        return;
      } catch (err) {
        signal.throwIfAborted();
        if (PolymathError.from(err).kind !== 'unavailable') {
          log.error({ ...aboutJob(job), err, model: job.modelName }, 'a job made no model');
          failed.set(job.id, { job, reason: toStatus(err).details });
          return;
        }
        await delay(retryMs, undefined, { signal });
      }
    }
  };
  const registered = (job: Job): Promise<void> => {
    const known = running.get(job.id);
    if (known) return known;
    expect(job);
    const done = attempt(job).finally(() => {
      running.delete(job.id);
      forget(job);
    });
    running.set(job.id, done);
    return done;
  };
  let onCaughtUp!: () => void;
  const caughtUp = new Promise<void>((resolve) => (onCaughtUp = resolve));
  const follow = async () => {
    const options = { area: registry.area, onCaughtUp, signal };
    for await (const job of watchJobs(connection, options)) {
      if (job.modelName === '') continue;
      if (!hasEnded(job.state)) expect(job);
      else if (job.state !== JobState.JOB_STATE_SUCCEEDED) forget(job);
      else registered(job).catch(() => undefined);
    }
  };
  const following = follow();
  following.catch((err: unknown) => log.error({ err }, 'models of jobs are not registered'));
  return {
    settle: async (name) => {
      // A service that has just started may not have seen all jobs yet.
      await Promise.race([caughtUp, following.catch(() => undefined)]);
      const waiting = [...(expected.get(name) ?? [])].map(async (id) => {
        const job = await getJob(id);
        if (job?.state === JobState.JOB_STATE_SUCCEEDED) await registered(job);
      });
      await Promise.all(waiting);
    },
    failures: (name) => {
      const model = registry.known(name);
      return [...failed.values()].flatMap(({ job: { id: jobId, modelName }, reason }) =>
        modelName === name && !(model && isSettled(model, jobId)) ? [{ jobId, reason }] : [],
      );
    },
    close: async () => {
      stop.abort();
      await following.catch(() => undefined);
      await Promise.allSettled(running.values());
    },
  };
}

async function register(parts: RegistrarParts, job: Job): Promise<void> {
  const { registry, log } = parts;
  const { id, modelName: name } = job;
  const known = registry.known(name);
  if (known && isSettled(known, id)) return;
  const added = await versionFromJob(parts, job);
  const model = await registry.change(name, (current) => {
    if (current && isSettled(current, id)) return current;
    const now = Date.now();
    return withVersion(current ?? newModel(name, registry.area, now), added, now);
  });
  const version = versionOfJob(model, id)?.version;
  log.info({ ...aboutJob(job), model: name, version }, 'model registered');
}

/** Whether a job has made its version, also one that was removed. */
function isSettled(model: Model, jobId: string): boolean {
  return versionOfJob(model, jobId) !== undefined || model.retiredJobIds.includes(jobId);
}
