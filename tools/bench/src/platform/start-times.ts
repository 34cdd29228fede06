import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { enginesOf, type ServiceProcess } from '@polymath/e2e';
import { formatLine } from '../line.js';
import { percentile } from './percentile.js';
import { peerStartTimes } from './ray.js';
import { shortJobs, type Submitter } from './short-job.js';
import { onStage } from './stage.js';

/** What a client sees of one job, in milliseconds from the call on. */
interface Times {
  running: number;
  /** The first report: an engine process computes. */
  firstStep: number;
  ended: number;
}

/** How often each is measured. */
export interface StartRounds {
  warm: number;
  cold: number;
  peer: number;
}

/** Prints how long after its submission a job is seen to run, with and without a warm engine process; beside it Ray Jobs. */
export async function measureStartTimes(rounds: StartRounds): Promise<void> {
  const { warm, cold } = await onStage(async (_, service) => ours(service, rounds));
  const peer = await peerStartTimes(rounds.peer);
  print('running-warm', { times: warm, of: 'running', peer });
  print('running-cold', { times: cold, of: 'running', peer });
  print('first-step-warm', { times: warm, of: 'firstStep', peer: [] });
  print('first-step-cold', { times: cold, of: 'firstStep', peer: [] });
  print('ended-warm', { times: warm, of: 'ended', peer: [] });
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

/** @param peer Ray's times; none where nothing of it compares, or it is not there */
function print(
  name: string,
  { times, of, peer }: { times: readonly Times[]; of: keyof Times; peer: readonly number[] },
): void {
  const values = times.map((one) => one[of]);
  const shares: [string, number][] = [
    ['p50', 0.5],
    ['p99', 0.99],
  ];
  for (const [label, share] of shares) {
    const [our, other] = [percentile(values, share), percentile(peer, share)];
    const line = { name: `submit-to-${name}-${label}`, ours: our, peer: other };
    console.log(formatLine({ ...line, ratio: other / our, unit: `ms, ${values.length} jobs` }));
  }
}
