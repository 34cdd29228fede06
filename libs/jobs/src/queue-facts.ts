import type { ConsumerInfo } from '@nats-io/jetstream';
import {
  JobState,
  QueueFacts_Token,
  type Job,
  type QueueFacts,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { fromNatsError, workSubject } from '@polymath/events';
import { askHolder } from './answers.js';
import { toIndexed, type IndexedJob } from './job-index.js';
import { pause } from './keep-trying.js';
import { jobsAhead } from './queue-place.js';
import type { JobSettings } from './settings.js';
import type { JobStore } from './store.js';
import { consumerName, poolOf, workStream } from './tokens.js';

/** How many running jobs are asked for at most: one answer proves that there is a worker. */
const mostAsked = 100;

/** Between two of a worker's requests for a token lies a moment without any; after this time it has passed. */
const secondLookMs = 250;

/** What looking at jobs needs. */
export interface LookParts {
  store: JobStore;
  settings: JobSettings;
}

/** What can be seen of the queue that a job waits in. Throws `unavailable`. */
export async function lookAtQueue(parts: LookParts, job: Job): Promise<QueueFacts> {
  const facts = await lookOnce(parts, job);
  if (!facts.hadWorker || facts.waitingRequests > 0 || facts.answeringJobs > 0) return facts;
  await pause(secondLookMs, new AbortController().signal);
  return lookOnce(parts, job);
}

async function lookOnce(parts: LookParts, job: Job): Promise<QueueFacts> {
  const { index } = parts.store;
  const running = runningBeside(job, index.values());
  const [consumer, tokenSequence, answeringJobs] = await Promise.all([
    consumerOf(parts, job),
    tokenSequenceOf(parts, job),
    countAnswers(parts, running),
  ]);
  return {
    pool: job.accelerator,
    token: tokenPlace(tokenSequence, consumer),
    ahead: jobsAhead(toIndexed(job), index.values(), Date.now()),
    hadWorker: consumer !== undefined,
    undeliveredTokens: BigInt(consumer?.num_pending ?? 0),
    waitingRequests: consumer?.num_waiting ?? 0,
    runningJobs: running.length,
    answeringJobs,
    sinceActivityMs: consumer && sinceActivity(consumer),
  };
}

function runningBeside(job: Job, jobs: Iterable<IndexedJob>): IndexedJob[] {
  const isBeside = (other: IndexedJob) =>
    other.state === JobState.JOB_STATE_RUNNING &&
    other.id !== job.id &&
    poolOf(other) === poolOf(job);
  return [...jobs].filter(isBeside);
}

async function countAnswers({ store, settings }: LookParts, jobs: IndexedJob[]): Promise<number> {
  const newest = jobs.sort((a, b) => b.updateMs - a.updateMs).slice(0, mostAsked);
  const answers = await Promise.all(
    newest.map(({ id, epoch }) =>
      askHolder(store.connection.nats, {
        ...{ jobId: id, epoch, ackSubject: '', timeoutMs: settings.holdRequestMs },
      }),
    ),
  );
  return answers.filter((answer) => answer === 'held').length;
}

/** The consumer of the job's pool; undefined: no worker has ever made it. */
async function consumerOf({ store }: LookParts, job: Job): Promise<ConsumerInfo | undefined> {
  const { area, connection } = store;
  const name = consumerName(area, poolOf(job));
  return connection.manager.consumers.info(workStream, name).catch((error: unknown) => {
    const known = fromNatsError(error);
    if (known.kind === 'not-found') return undefined;
    throw known;
  });
}

async function tokenSequenceOf({ store }: LookParts, job: Job): Promise<number | undefined> {
  const query = { last_by_subj: workSubject(store.area, poolOf(job), job.id) };
  const { streams } = store.connection.manager;
  const message = await streams.getMessage(workStream, query).catch((error: unknown) => {
    throw fromNatsError(error);
  });
  return message?.seq;
}

function tokenPlace(sequence: number | undefined, consumer?: ConsumerInfo): QueueFacts_Token {
  if (sequence === undefined) return QueueFacts_Token.TOKEN_MISSING;
  const isDelivered = consumer !== undefined && sequence <= consumer.delivered.stream_seq;
  return isDelivered ? QueueFacts_Token.TOKEN_DELIVERED : QueueFacts_Token.TOKEN_UNDELIVERED;
}

/** In milliseconds, both times by the server's clock. */
function sinceActivity({ delivered, ts }: ConsumerInfo): bigint | undefined {
  // The client's type says nanoseconds; the server sends a time.
  const last = delivered.last_active as unknown as string | undefined;
  if (last === undefined || ts === undefined) return undefined;
  return BigInt(Math.max(0, Date.parse(ts) - Date.parse(last)));
}
