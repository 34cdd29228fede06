import { JobEvent, JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import {
  allEventsSubject,
  eventsStream,
  readStream,
  type EventsConnection,
} from '@polymath/events';
import { hasEnded } from '@polymath/jobs';

/** Follows the events of all jobs while a run goes on. */
export interface Witness {
  /** How many jobs run now in the service process of this number, as far as they have told. */
  runningIn(pid: number): number;
  /** Resolves when so many jobs have announced their end; throws the signal's reason. */
  whenEnded(jobs: number, signal: AbortSignal): Promise<void>;
  /** How many jobs have announced their end. */
  ended(): number;
  close(): Promise<void>;
}

/** Begins to follow. */
export function startWitness(connection: EventsConnection): Witness {
  const latest = new Map<string, Job>();
  const stop = new AbortController();
  const waiting: (() => void)[] = [];
  const follow = async () => {
    for await (const event of allEvents(connection, { signal: stop.signal })) {
      if (event.event?.$case !== 'state') continue;
      const job = event.event.value;
      const known = latest.get(job.id);
      if (known && (hasEnded(known.state) || known.epoch > job.epoch)) continue;
      latest.set(job.id, job);
      for (const wake of waiting.splice(0)) wake();
    }
  };
  const following = follow();
  const ended = () => [...latest.values()].filter(({ state }) => hasEnded(state)).length;
  return {
    runningIn: (pid) => [...latest.values()].filter((job) => runsIn(job, pid)).length,
    whenEnded: async (jobs, signal) => {
      const wakeAll = () => waiting.splice(0).forEach((wake) => wake());
      signal.addEventListener('abort', wakeAll);
      while (ended() < jobs) {
        signal.throwIfAborted();
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      signal.removeEventListener('abort', wakeAll);
    },
    ended,
    close: async () => {
      stop.abort();
      await following;
    },
  };
}

/** All events in the order of the stream, from its beginning. */
export async function* allEvents(
  connection: EventsConnection,
  options: { signal: AbortSignal; onCaughtUp?: () => void },
): AsyncGenerator<JobEvent> {
  const which = { stream: eventsStream, filter: allEventsSubject, from: 1 };
  for await (const message of readStream(connection, { ...which, ...options })) {
    yield JobEvent.decode(message.data);
  }
}

/** A worker's name holds the number of its process: `<host>-<pid>-<random>`. */
function runsIn({ state, worker }: Job, pid: number): boolean {
  return state === JobState.JOB_STATE_RUNNING && worker.split('-').at(-2) === String(pid);
}
