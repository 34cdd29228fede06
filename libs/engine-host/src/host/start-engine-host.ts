import type { ArtifactStore } from '@polymath/artifacts';
import type { Engine } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import type { ExecuteJob } from '@polymath/jobs';
import type { Logger } from '@polymath/service-kit';
import { fromWire } from '../wire-error.js';
import { engineCaller, type CallEngine } from './call-engine.js';
import { nobody, type EngineObserver, type LivingEngine } from './engine-observer.js';
import { EnginePool } from './engine-pool.js';
import { jobExecutor } from './execute-job.js';
import { modelLoader, type LoadModel } from './load-model.js';
import { removeStale } from './scratch.js';

/** How an area's engine processes are started and kept. Times in milliseconds. */
export interface EngineHostOptions {
  /** The module that calls `serveEngine`, e.g. `new URL('./engine.js', import.meta.url)`. */
  entry: URL | string;
  artifacts: ArtifactStore;
  /** A folder for the files of running jobs, on the artifacts' disk so that inputs need not be copied. */
  scratchDir: string;
  log: Logger;
  /** Hears of every process and checkpoint. */
  observer?: EngineObserver;
  /** The least time between two checkpoints of a job; 60 s unless given. */
  checkpointEveryMs?: number;
  /** For tests: a checkpoint after each so many reports instead. */
  checkpointEveryReports?: number;
  /** A process that says nothing for so long is killed, which counts as a failed attempt; 5 min unless given. */
  hangMs?: number;
  /** A process that nobody needs ends after this time; 5 min unless given. */
  idleMs?: number;
  /** From a cancel to SIGTERM; 10 s unless given. */
  terminateMs?: number;
  /** From a drain to SIGTERM, to write a last checkpoint; 30 s unless given. */
  drainMs?: number;
  /** From SIGTERM to SIGKILL; 5 s unless given. */
  killMs?: number;
  /** Jobs after which a process is replaced; 50 unless given. */
  maxJobs?: number;
  /** A process that holds more than this after a job is replaced; 2 GiB unless given. */
  maxRssBytes?: number;
}

/** The engine processes of an area: one for each running job, one for all calls, one for all loaded models. */
export interface EngineHost {
  /** Runs one attempt of a job, for `startJobs`. */
  readonly execute: ExecuteJob;
  /** Computes without a job. */
  readonly call: CallEngine;
  /** Loads a model, to compute with it again and again. */
  readonly loadModel: LoadModel;
  /** What computes. */
  describe(): Promise<Engine>;
  /** The processes that live now. */
  living(): readonly LivingEngine[];
  /** Ends all processes; drain the jobs first. */
  close(): Promise<void>;
}

const staleMs = 86_400_000;

/** Prepares an area's engine processes; each starts when it is first needed. */
export async function startEngineHost(options: EngineHostOptions): Promise<EngineHost> {
  const { entry, artifacts: store, scratchDir, log } = options;
  const { hangMs = 300_000, idleMs = 300_000, maxJobs = 50, observer = nobody } = options;
  await removeStale(scratchDir, staleMs);
  const kept = { entry, log, hangMs, idleMs, observer };
  const shared = { ...kept, usersPerEngine: Infinity, maxUses: Infinity };
  const forJobs = new EnginePool({ ...kept, role: 'jobs', usersPerEngine: 1, maxUses: maxJobs });
  const forCalls = new EnginePool({ ...shared, role: 'calls' });
  const forModels = new EnginePool({ ...shared, role: 'models' });
  const { checkpointEveryMs = 60_000, checkpointEveryReports: everyReports } = options;
  const { terminateMs = 10_000, drainMs = 30_000, killMs = 5000 } = options;
  return {
    execute: jobExecutor({
      ...{ pool: forJobs, store, scratchDir, observer, log },
      checkpoints: { everyMs: checkpointEveryMs, ...(everyReports && { everyReports }) },
      stop: { terminateMs, drainMs, killMs },
      maxRssBytes: options.maxRssBytes ?? 2 * 1024 ** 3,
    }),
    call: engineCaller({ pool: forCalls, store, scratchDir }),
    loadModel: modelLoader(forModels),
    describe: () => describe(forCalls),
    living: () => [forJobs, forCalls, forModels].flatMap((pool) => pool.living()),
    close: async () => {
      await Promise.all([forJobs.close(), forCalls.close(), forModels.close()]);
    },
  };
}

async function describe(pool: EnginePool): Promise<Engine> {
  const lease = await pool.acquire();
  try {
    const answer = await lease.engine.begin({ type: 'describe' }).next();
    if (answer.type === 'description') return answer.engine;
    if (answer.type === 'failed') throw fromWire(answer.error);
    throw new PolymathError('internal', `expected a description, got "${answer.type}"`);
  } finally {
    lease.release(true);
  }
}
