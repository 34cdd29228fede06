import { AckPolicy, DiscardPolicy, RetentionPolicy, type Consumer } from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import { Accelerator, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import {
  allWorkSubjects,
  ensureStream,
  fromNatsError,
  workFilter,
  workSubject,
  type EventsConnection,
} from '@polymath/events';

/** The stream of tokens: one for each job that has not ended. A token only wakes a worker up. */
export const workStream = 'WORK';

/** Workers of one kind. */
export type Pool = 'cpu' | 'gpu';

/** What says where a job's token is. */
export type TokenOf = Pick<Job, 'id' | 'accelerator'>;

/** The tokens of one area. */
export interface Tokens {
  /** Publishes the token of a job; a second one is refused by the server, which is success. */
  add(job: TokenOf): Promise<void>;
  /** Takes away the token of a job that nobody holds. */
  remove(job: TokenOf): Promise<void>;
  /** The ids of all jobs that have a token. */
  list(): Promise<Set<string>>;
  /** The consumer that all workers of one pool share. */
  consumer(pool: Pool, ackWaitMs: number): Promise<Consumer>;
}

/** Opens, or makes, the stream `WORK` for one area. */
export async function openTokens(
  connection: EventsConnection,
  { area, replicas }: { area: string; replicas: number },
): Promise<Tokens> {
  const { jetstream, manager } = connection;
  await ensureStream(connection, {
    name: workStream,
    subjects: allWorkSubjects,
    retention: RetentionPolicy.Workqueue,
    discard: DiscardPolicy.New,
    discard_new_per_subject: true,
    max_msgs_per_subject: 1,
    num_replicas: replicas,
  });
  const subject = (job: TokenOf) => workSubject(area, poolOf(job), job.id);
  return {
    add: async (job) => {
      await jetstream.publish(subject(job)).catch(ignoreSecondToken);
    },
    remove: async (job) => {
      await manager.streams.purge(workStream, { filter: subject(job) }).catch(rethrow);
    },
    list: async () => {
      const filter = { subjects_filter: workFilter(area) };
      const { state } = await manager.streams.info(workStream, filter).catch(rethrow);
      return new Set(Object.keys(state.subjects ?? {}).map((name) => name.split('.').at(-1)!));
    },
    consumer: async (pool, ackWaitMs) => {
      const info = await manager.consumers
        .add(workStream, {
          durable_name: consumerName(area, pool),
          filter_subject: workFilter(area, pool),
          ack_policy: AckPolicy.Explicit,
          ack_wait: nanos(ackWaitMs),
          max_deliver: -1,
          max_ack_pending: -1,
        })
        .catch(rethrow);
      return jetstream.consumers.getConsumerFromInfo(info);
    },
  };
}

/** The name of the consumer that all workers of one pool share. */
export function consumerName(area: string, pool: Pool): string {
  return `${area}-${pool}`;
}

/** Which workers a job needs. */
export function poolOf({ accelerator }: Pick<Job, 'accelerator'>): Pool {
  return accelerator === Accelerator.ACCELERATOR_GPU ? 'gpu' : 'cpu';
}

function ignoreSecondToken(error: unknown): void {
  const isSecond =
    error instanceof Error && error.message.includes('maximum messages per subject exceeded');
  if (!isSecond) rethrow(error);
}

function rethrow(error: unknown): never {
  throw fromNatsError(error);
}
