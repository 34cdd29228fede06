import { defaultConnectionSettings } from '@polymath/events';
import { defaultJobSettings } from '@polymath/jobs';
import { defaultModelSettings } from '@polymath/models';
import { defaultMaxOpenStreams, logLevels, setting, type Settings } from '@polymath/service-kit';

const hour = 3_600_000;
const day = 24 * hour;
const { maxBatch, maxDelayMs, queueLimit } = defaultModelSettings.batching;

/** Every setting that the service of any area has, from `POLYMATH_...` of its environment; its address is the area's own. */
export const areaSettings = {
  natsUrl: setting.text().default('127.0.0.1:4222'),
  /** Folder of artifacts and scratch files. */
  dataDir: setting.text().default('.polymath'),
  /** The collector that takes traces, e.g. `http://127.0.0.1:4318`; without one, none are recorded. */
  otelExporterOtlpEndpoint: setting.url().optional(),
  logLevel: setting.oneOf(logLevels).default('info'),
  /** Jobs at once. */
  concurrency: setting.integer(1, 64).default(defaultJobSettings.concurrency),
  /** Failures and lost workers in a row, without a new checkpoint, after which a job has failed. */
  maxAttempts: setting.integer(1, 1000).default(defaultJobSettings.maxAttempts),
  /** Copies that NATS keeps of records, tokens and events: 3 on a cluster of three. */
  replicas: setting.integer(1, 5).default(defaultJobSettings.replicas),
  ackWaitMs: setting.integer(100, hour).default(defaultJobSettings.ackWaitMs),
  graceMs: setting.integer(100, hour).default(defaultJobSettings.graceMs),
  heartbeatMs: setting.integer(50, hour).default(defaultJobSettings.heartbeatMs),
  sweepMs: setting.integer(100, hour).default(defaultJobSettings.sweepMs),
  reconnectWaitMs: setting.integer(10, hour).default(defaultConnectionSettings.reconnectWaitMs),
  /** How long records of finished jobs are kept, and their events, which are gone after 7 days at the latest. */
  keepJobsMs: setting.integer(1000, 365 * day).default(defaultJobSettings.keepMs),
  /** The least time between two checkpoints of a job. */
  checkpointMs: setting.integer(0, hour).default(60_000),
  /** An engine process that reports nothing for so long is killed. */
  hangMs: setting.integer(100, hour).default(300_000),
  /** What all loaded models may hold together. */
  modelMemoryBytes: setting.integer(1, 1e14).default(defaultModelSettings.memoryBytes),
  /** The most rows of calls to one model that are computed together; 1: every call by itself. */
  maxBatch: setting.integer(1, 65_536).default(maxBatch),
  /** How long a call waits for others while its model is idle. */
  maxBatchDelayMs: setting.integer(0, 10_000).default(maxDelayMs),
  /** Calls to one model that may wait; further ones are refused. */
  maxWaitingCalls: setting.integer(1, 1_000_000).default(queueLimit),
  /** Streams of one method (`WatchJob`, `Diagnose`, `Upload`, ...) that may be open; further ones are refused. */
  maxOpenStreams: setting.integer(1, 1_000_000).default(defaultMaxOpenStreams),
  /** How long artifacts are kept that no job names, and how often they are looked for. */
  keepUnnamedMs: setting.integer(1000, 365 * day).default(day),
  collectMs: setting.integer(100, day).default(hour),
};

/** The settings of an area's service but its address. */
export type AreaConfig = Settings<typeof areaSettings>;
