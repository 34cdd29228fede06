import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { enginesOf, type ServiceProcess } from '@polymath/e2e';
import { formatLine } from '../line.js';
import { percentile } from './percentile.js';
import { peerStartTimes, type PeerTimes } from './ray.js';
import { shortJobs, type Submitter } from './short-job.js';
import { onStage } from './stage.js';

/** What a client sees of one job, in milliseconds from the call on. */
interface Times extends PeerTimes {
  /** The first report: an engine process computes. */
  firstStep: number;
}

/** How often each is measured. */
export interface StartRounds {
  warm: number;
  cold: number;
  peer: number;
}

/** Prints how long after its submission a job is seen to run and to have ended, with and without a warm engine process. */
export async function measureStartTimes(rounds: StartRounds): Promise<void> {
  const { warm, cold } = await onStage(async (_, service) => ours(service, rounds));
  const peer = await peerStartTimes(rounds.peer);
  const beside = 'beside it Ray Jobs';
  for (const of of ['running', 'ended'] as const) {
    print(
      `${of}-warm`,
      { ours: warm.map((job) => job[of]), peer: peer.map((job) => job[of]) },
      beside,
    );
    print(
      `${of}-cold`,
      { ours: cold.map((job) => job[of]), peer: peer.map((job) => job[of]) },
      beside,
    );
  }
  const firstSteps = {
    ours: warm.map((job) => job.firstStep),
    peer: cold.map((job) => job.firstStep),
  };
  print('first-step-warm', firstSteps, 'beside it cold');
}

async function ours(service: ServiceProcess, rounds: StartRounds) {
  // It answers calls and describes itself; jobs run in others.
  const forCalls = enginesOf(service.pid);
  const jobs = await shortJobs(service);
  const cold: Times[] = [];
  for (let i = 0; i < rounds.cold; i++) {
    for (const pid of enginesOf(service.pid)) {
      if (!forCalls.includes(pid)) process.kill(pid, 'SIGKILL');
    }
    await untilGone(service, forCalls.length);
    cold.push(await timesOf(service, jobs));
  }
  const warm: Times[] = [];
  for (let i = 0; i < rounds.warm; i++) warm.push(await timesOf(service, jobs));
  return { cold, warm };
}

async function untilGone(service: ServiceProcess, left: number): Promise<void> {
  while (enginesOf(service.pid).length > left) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function timesOf({ jobs }: ServiceProcess, { submit }: Submitter): Promise<Times> {
  const start = performance.now();
  const times: Times = { running: NaN, firstStep: NaN, ended: NaN };
  const { id } = await submit();
  for await (const { event } of jobs.watchJob({ jobId: id, resumeToken: '' })) {
    const happened = event?.event;
    const now = performance.now() - start;
    const isFirst = happened?.$case === 'progress' && Number.isNaN(times.firstStep);
    if (isFirst) times.firstStep = now;
    if (happened?.$case !== 'state') continue;
    if (happened.value.state === JobState.JOB_STATE_RUNNING) times.running = now;
    if (happened.value.state === JobState.JOB_STATE_FAILED) throw new Error(`${id} failed`);
  }
  return { ...times, ended: performance.now() - start };
}

/** A peer that is not there has no figure: NaN. */
function print(name: string, times: { ours: number[]; peer: number[] }, beside: string): void {
  for (const [label, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const [ours, peer] = [percentile(times.ours, share), percentile(times.peer, share)];
    const unit = `ms, ${times.ours.length} jobs; ${beside}`;
    console.log(
      formatLine({ name: `submit-to-${name}-${label}`, ours, peer, ratio: peer / ours, unit }),
    );
  }
}
