import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { ServiceProcess } from '@polymath/e2e';
import { publishEvent } from '@polymath/events';
import { formatLine } from '../line.js';
import { percentile } from './percentile.js';
import { longJob } from './short-job.js';
import { onStage, type Stage } from './stage.js';
import { openWatcher, untilAll, type Watcher } from './watcher.js';

/** How many watch, and how much is told. */
export interface WatchLoad {
  watchers: number;
  /** Events of one burst, told as fast as NATS takes them: fewer than a subject keeps. */
  burst: number;
}

/** Watchers that come at once. */
const groupSize = 50;

/** Pause between two events whose delay is measured, in milliseconds, and how many there are. */
const calm = { everyMs: 200, events: 25 };

/**
 * Prints how many events a second many watchers of one job get together, and how late each event is while few come: with a
 * watcher among them that reads one event a second; beside it without.
 */
export async function measureWatchers({ watchers, burst }: WatchLoad): Promise<void> {
  await onStage(async (stage, service) => {
    const job = await longJob(service);
    const all: Watcher[] = [];
    while (all.length < watchers) {
      const group = Array.from({ length: groupSize }, () => openWatcher(service, job));
      await untilAll(group, ({ running }) => running !== undefined);
      all.push(...group);
    }
    const running = all[0]!.running!;
    const told = { stage, job: running, watchers: all };
    const peer = { rate: await burstRate(told, burst), late: await lateness(told) };
    const slow = openWatcher(service, job, 1000);
    await untilAll([slow], ({ running: seen }) => seen !== undefined);
    const ours = { rate: await burstRate(told, burst), late: await lateness(told) };
    const unit = 'with a slow one; beside it without';
    const name = `watch-${watchers}`;
    const rate = { ours: ours.rate, peer: peer.rate, ratio: ours.rate / peer.rate };
    console.log(formatLine({ name: `${name}-events`, ...rate, unit: `events a second ${unit}` }));
    const late = { ours: ours.late, peer: peer.late, ratio: peer.late / ours.late };
    console.log(formatLine({ name: `${name}-delay-p99`, ...late, unit: `ms ${unit}` }));
    await service.jobs.cancelJob({ jobId: job.id });
    await untilAll(all, ({ ended }) => ended !== undefined);
    await slow.readOn();
    checkStates([...all, slow]);
  });
}

interface Told {
  stage: Stage;
  job: Job;
  watchers: readonly Watcher[];
}

async function burstRate({ stage, job, watchers }: Told, burst: number): Promise<number> {
  const from = nextStep;
  const start = performance.now();
  for (let i = 0; i < burst; i++) tell(stage, job);
  await untilAll(watchers, ({ lastStep }) => lastStep >= from + burst - 1);
  return (burst * watchers.length) / ((performance.now() - start) / 1000);
}

/** The delay that 99% of all events stay below, in milliseconds. */
async function lateness({ stage, job, watchers }: Told): Promise<number> {
  for (const { delaysMs } of watchers) delaysMs.length = 0;
  const from = nextStep;
  for (let i = 0; i < calm.events; i++) {
    tell(stage, job);
    await delay(calm.everyMs);
  }
  await untilAll(watchers, ({ lastStep }) => lastStep >= from + calm.events - 1);
  return percentile(watchers.flatMap(({ delaysMs }) => delaysMs), 0.99); // prettier-ignore
}

let nextStep = 1;

/** A report as the job's holder would publish it, in a phase of our own. */
function tell({ connection }: Stage, job: Job, metrics: Record<string, number> = {}): void {
  const value = { phase: 'bench', step: BigInt(nextStep++), steps: 0n, metrics };
  publishEvent(connection, job, { $case: 'progress', value });
}

/** What one report of a job with many metrics holds: with these few thousand fill every buffer on the way. */
const manyMetrics = Object.fromEntries(
  Array.from({ length: 200 }, (_, i) => [`layer ${i}/gradient norm`, i / 7]),
);

/** Prints how many of many events a watcher gets that reads one a second until the job ends, then on; throws when it lacks a state. */
export async function measureSlowWatcher(events: number): Promise<void> {
  await onStage(async (stage, service) => {
    const job = await longJob(service);
    const fast = openWatcher(service, job);
    const slow = openWatcher(service, job, 1000);
    await untilAll([fast, slow], ({ running }) => running !== undefined);
    const from = nextStep;
    for (let i = 0; i < events; i++) {
      tell(stage, fast.running!, manyMetrics);
      if (i % 50 === 49) await untilAll([fast], ({ lastStep }) => lastStep >= from + i - 500);
    }
    await cancel(service, job, fast);
    await slow.readOn();
    checkStates([fast, slow]);
    const line = { name: 'slow-watcher', ours: slow.events, peer: fast.events };
    const unit = 'events; beside it a fast one';
    console.log(formatLine({ ...line, ratio: slow.events / fast.events, unit }));
  });
}

async function cancel({ jobs }: ServiceProcess, { id }: Job, watcher: Watcher): Promise<void> {
  await jobs.cancelJob({ jobId: id });
  await untilAll([watcher], ({ ended }) => ended !== undefined);
}

function checkStates(watchers: readonly Watcher[]): void {
  const expected = 'QUEUED RUNNING CANCELLED';
  for (const { states } of watchers) {
    const seen = states.join(' ');
    if (seen !== expected)
      throw new Error(`expected the states ${expected}, a watcher saw ${seen}`);
  }
}
