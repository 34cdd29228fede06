import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceProcess } from '@polymath/e2e';
import { hasEnded, watchJobs } from '@polymath/jobs';
import { formatLine } from '../line.js';
import { shortJobs, type Submitter } from './short-job.js';
import { onStage, type Stage } from './stage.js';

/** Submits accepted a second that a service owes. */
const submitsGoal = 300;
const inFlight = [1, 64];

/** Prints how many short jobs a second come to their end through two services; beside it through one. @param jobs that are measured */
export async function measureJobRate(jobs: number): Promise<void> {
  const [one, two] = await onStage(async (stage, service) => {
    const submitters = [await shortJobs(service)];
    const alone = await jobsASecond(stage, submitters, jobs);
    submitters.push(await shortJobs(await stage.start()));
    // Starts the second one's engine process.
    await jobsASecond(stage, submitters, 8);
    return [alone, await jobsASecond(stage, submitters, jobs)];
  });
  const line = { name: 'jobs-two-services', ours: two, peer: one, ratio: two / one };
  console.log(formatLine({ ...line, unit: 'jobs a second; beside it through one service' }));
}

async function jobsASecond(
  { connection }: Stage,
  submitters: readonly Submitter[],
  count: number,
): Promise<number> {
  const stop = new AbortController();
  const mine = new Set<string>();
  const ended = new Set<string>();
  const follow = async () => {
    const options = { area: 'compression', signal: stop.signal };
    for await (const { id, state } of watchJobs(connection, options)) {
      if (hasEnded(state)) ended.add(id);
    }
  };
  const following = follow();
  const start = performance.now();
  const submits = Array.from({ length: count }, (_, i) => submitters[i % submitters.length]!);
  for (const { id } of await Promise.all(submits.map(({ submit }) => submit()))) mine.add(id);
  while ([...mine].some((id) => !ended.has(id))) await delay(5);
  const seconds = (performance.now() - start) / 1000;
  stop.abort();
  await following;
  return count / seconds;
}

/** Prints how many submits a second a service accepts while it runs what it has accepted; beside it the goal. */
export async function measureSubmitRate(seconds: number): Promise<void> {
  for (const count of inFlight) {
    const rate = await onStage(async (_, service) => submitsASecond(service, { count, seconds }));
    const line = { name: `submits-${count}-in-flight`, ours: rate, peer: submitsGoal };
    const unit = 'submits a second; beside it the goal';
    console.log(formatLine({ ...line, ratio: rate / submitsGoal, unit }));
  }
}

async function submitsASecond(
  service: ServiceProcess,
  { count, seconds }: { count: number; seconds: number },
): Promise<number> {
  const { submit } = await shortJobs(service);
  const start = performance.now();
  const endMs = start + 1000 * seconds;
  let submitted = 0;
  const submitter = async () => {
    while (performance.now() < endMs) {
      await submit();
      submitted++;
    }
  };
  await Promise.all(Array.from({ length: count }, submitter));
  return submitted / ((performance.now() - start) / 1000);
}
