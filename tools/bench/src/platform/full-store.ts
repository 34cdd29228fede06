import { randomBytes } from 'node:crypto';
import {
  Accelerator,
  JobState,
  ListJobsRequest,
  type Job,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { ServiceProcess } from '@polymath/e2e';
import { openJobStore, transition, type JobTransition } from '@polymath/jobs';
import { defaultTenant } from '@polymath/service-kit';
import { formatLine } from '../line.js';
import { percentile } from './percentile.js';
import { shortJobs, type Submitter } from './short-job.js';
import { openStage, type Stage } from './stage.js';

/** Jobs of a page that is listed: as many are in the small store, so that both sides answer the same. */
const pageSize = 100;

/** How often each call is timed on each side, and how many jobs there are. */
export interface FullStoreLoad {
  jobs: number;
  rounds: number;
}

interface Side {
  stage: Stage;
  service: ServiceProcess;
  submitter: Submitter;
  /** How long the service took to start, in milliseconds. */
  startMs: number;
  submitMs: number[];
  getMs: number[];
  /** Behind a submit, so that the list has changed. */
  listMs: number[];
}

/** Prints what submit, get, list and a start take with many finished jobs in the store; beside it a store with one page of them. */
export async function measureFullStore({ jobs, rounds }: FullStoreLoad): Promise<void> {
  const sides = [await openSide(jobs), await openSide(pageSize)];
  const [full, small] = sides as [Side, Side];
  try {
    for (let round = 0; round < rounds; round++) {
      for (const side of sides) await timeCalls(side);
    }
    const name = `${jobs}-jobs`;
    for (const call of ['submitMs', 'getMs', 'listMs'] as const) {
      for (const [label, share] of [['p50', 0.5], ['p99', 0.99]] as const) {
        const [ours, peer] = [full, small].map((side) => percentile(side[call], share)) as [number, number];
        print(`${name}-${call.slice(0, -2)}-${label}`, ours, peer);
      }
    } // prettier-ignore
    print(`${name}-start`, full.startMs, small.startMs);
  } finally {
    for (const { stage } of sides) await stage.close();
  }
}

function print(name: string, ours: number, peer: number): void {
  const unit = `ms; beside it with ${pageSize} jobs`;
  console.log(formatLine({ name, ours, peer, ratio: peer / ours, unit }));
}

async function openSide(jobs: number): Promise<Side> {
  const stage = await openStage();
  await fill(stage, jobs);
  const before = performance.now();
  const service = await stage.start();
  const startMs = performance.now() - before;
  const submitter = await shortJobs(service);
  return { stage, service, submitter, startMs, submitMs: [], getMs: [], listMs: [] };
}

async function timeCalls({ service, submitter, ...side }: Side): Promise<void> {
  const timed = async <Result>(into: number[], call: () => Promise<Result>): Promise<Result> => {
    const start = performance.now();
    const result = await call();
    into.push(performance.now() - start);
    return result;
  };
  const { id } = await timed(side.submitMs, () => submitter.submit());
  await timed(side.listMs, () => service.jobs.listJobs(ListJobsRequest.create({ pageSize })));
  await timed(side.getMs, () => service.jobs.getJob({ jobId: id }));
}

/** Writes records of finished jobs as a service would have left them. */
async function fill({ connection }: Stage, jobs: number): Promise<void> {
  const store = await openJobStore(connection, { area: 'compression', replicas: 1 });
  const started = Date.now();
  let written = 0;
  const writer = async () => {
    while (written < jobs) await store.records.create(finishedJob(started - 1000 * written++));
  };
  await Promise.all(Array.from({ length: 64 }, writer));
  await store.close();
}

/** A job of one minute with four outputs, submitted at a time in milliseconds since 1970. */
export function finishedJob(submitMs: number): Job {
  const job = {
    ...{ id: randomBytes(12).toString('hex'), tenant: defaultTenant, area: 'compression' },
    ...{ kind: 'TrainClassifier', specSha256: randomBytes(32).toString('hex'), requestId: '' },
    spec: { typeUrl: 'type.googleapis.com/bench.Spec', value: randomBytes(300) },
    ...{
      accelerator: Accelerator.ACCELERATOR_CPU,
      maxAttempts: 3,
      modelName: '',
      traceParent: '',
      timeoutMs: 0,
    },
  };
  const engine = {
    ...{ library: 'tensorflow', version: '2.20.0', device: 'cpu', threads: 1, oneDnn: true },
    ...{ processor: 'x86-64' },
  };
  const outputs = ['safetensors', 'onnx', 'model.json', 'weights.bin'].map((ending) => ({
    ...{ sha256: randomBytes(32).toString('hex'), sizeBytes: 1000n },
    ...{ name: `classifier.${ending}`, mediaType: 'application/octet-stream' },
  }));
  const events: JobTransition[] = [
    { type: 'submit', now: submitMs, job },
    { type: 'claim', now: submitMs + 20, worker: 'bench-1-00000000', engine },
    { type: 'success', now: submitMs + 60_000, epoch: 1, outputs, metrics: { accuracy: 0.9 } },
  ];
  const record = events.reduce<Job | undefined>((before, event) => {
    const made = transition(before, event);
    if (made.rejected) throw new Error(`a finished job was refused: ${made.rejected}`);
    return made.record;
  }, undefined);
  if (record?.state !== JobState.JOB_STATE_SUCCEEDED) throw new Error('expected a finished job');
  return record;
}
