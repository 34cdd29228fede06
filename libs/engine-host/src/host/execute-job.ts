import type { ArtifactStore } from '@polymath/artifacts';
import { PolymathError } from '@polymath/errors';
import { aboutJob, type ExecuteJob, type JobHolder, type JobResult } from '@polymath/jobs';
import { startSpan, type Logger } from '@polymath/service-kit';
import type { Answer, CheckpointPlan, OutputFile } from '../messages.js';
import { inputPath } from '../engine/job-files.js';
import { fromWire } from '../wire-error.js';
import type { EngineObserver } from './engine-observer.js';
import type { EnginePool, Lease } from './engine-pool.js';
import { keepCheckpoints } from './keep-checkpoints.js';
import { makeScratch, type Scratch } from './scratch.js';
import { showPreviews } from './show-previews.js';
import { stopOnAbort, type StopTimes } from './stop-engine.js';

/** What running a job takes. */
export interface ExecuteParts {
  pool: EnginePool;
  store: ArtifactStore;
  scratchDir: string;
  checkpoints: CheckpointPlan;
  stop: StopTimes;
  /** A process that holds more memory after a job is not used again. */
  maxRssBytes: number;
  observer: EngineObserver;
  log: Logger;
}

type Done = Extract<Answer, { type: 'done' }>;

/** The executor that runs each job in an engine process of the pool. */
export function jobExecutor(parts: ExecuteParts): ExecuteJob {
  return async (holder) => {
    const { job, signal } = holder;
    signal.throwIfAborted();
    const lease = await parts.pool.acquire();
    const span = startRun(parts, holder, lease);
    let done: Done | undefined;
    try {
      const scratch = await makeScratch(parts.scratchDir, `${job.id}-${job.epoch}`, parts.store);
      try {
        done = await train(parts, { holder, lease, scratch });
        const result = await storeOutputs(done, parts.store);
        span.end();
        return result;
      } finally {
        await scratch.remove();
      }
    } catch (error) {
      span.end(signal.aborted ? 'stopped' : PolymathError.from(error).kind);
      signal.throwIfAborted();
      throw error;
    } finally {
      lease.release(done !== undefined && done.rssBytes <= parts.maxRssBytes);
    }
  };
}

/** Says which process runs a job, in the log and as a span of its trace. */
function startRun({ log }: ExecuteParts, { job, traceParent }: JobHolder, { engine }: Lease) {
  const { pid } = engine;
  log.debug({ ...aboutJob(job), enginePid: pid }, 'job runs in an engine process');
  const attributes = { 'process.pid': pid };
  return startSpan('engine process', { kind: 'INTERNAL', parent: traceParent, attributes });
}

interface Attempt {
  holder: JobHolder;
  lease: Lease;
  scratch: Scratch;
}

/** Has the engine process run the job, and passes on what it says until its last word. */
async function train(parts: ExecuteParts, { holder, lease, scratch }: Attempt): Promise<Done> {
  const { job, signal } = holder;
  const { engine } = lease;
  const spec = job.spec?.value ?? Buffer.alloc(0);
  const { folder } = scratch;
  const { store, checkpoints: plan, observer } = parts;
  const exchange = engine.begin({ type: 'job', kind: job.kind, spec, folder, checkpoints: plan });
  const release = stopOnAbort(signal, { engine, exchange }, parts.stop);
  const checkpoints = keepCheckpoints(holder, store, observer);
  const previews = showPreviews(holder, store);
  try {
    for (;;) {
      const answer = await exchange.next();
      if (answer.type === 'done') return answer;
      if (answer.type === 'inputs') {
        await scratch.provide(answer.artifacts);
        exchange.send({ type: 'start', checkpoint: await findCheckpoint(holder, scratch) });
      } else if (answer.type === 'checkpoint') await checkpoints.offer(answer);
      else if (answer.type === 'preview') previews.add(answer.picture);
      else pass(answer, holder);
    }
  } finally {
    release();
    await previews.settle();
    await checkpoints.settle();
  }
}

/** What needs no answer goes into the job's events; a last word other than `done` ends the attempt. */
function pass(answer: Exclude<Answer, Done>, holder: JobHolder): void {
  switch (answer.type) {
    case 'progress': {
      const { phase, step, steps, metrics } = answer.report;
      holder.progress({ phase, step: BigInt(step), steps: BigInt(steps), metrics: { ...metrics } });
      return;
    }
    case 'note':
      holder.log('info', answer.text);
      return;
    case 'warning':
      holder.log('warning', answer.text);
      return;
    case 'failed':
      throw fromWire(answer.error);
    default:
      throw new PolymathError('internal', `expected the job to go on, got "${answer.type}"`);
  }
}

/** The newest checkpoint as a file; without its artifact the job begins anew, to the same result. */
async function findCheckpoint(holder: JobHolder, scratch: Scratch): Promise<string | undefined> {
  const artifact = holder.job.checkpoint?.artifact;
  if (!artifact) return undefined;
  try {
    await scratch.provide([artifact]);
    return inputPath(scratch.folder, artifact.sha256);
  } catch (error) {
    if (PolymathError.from(error).kind !== 'not-found') throw error;
    holder.log('warning', `the checkpoint ${artifact.sha256} is gone: beginning anew`);
    return undefined;
  }
}

async function storeOutputs({ outputs, metrics }: Done, store: ArtifactStore): Promise<JobResult> {
  return { metrics, outputs: await Promise.all(outputs.map((file) => storeOutput(file, store))) };
}

async function storeOutput({ name, mediaType, path }: OutputFile, store: ArtifactStore) {
  try {
    return await store.putFile(path, { name, mediaType });
  } catch (cause) {
    const known = PolymathError.from(cause);
    if (known.kind !== 'internal') throw known;
    throw new PolymathError('internal', `cannot store the output ${name}`, { cause });
  }
}
