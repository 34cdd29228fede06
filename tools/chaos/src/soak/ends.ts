import { JobState } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { EventsConnection } from '@polymath/events';
import { fromTimestamp } from '@polymath/events';
import { hasEnded, watchJobs } from '@polymath/jobs';

/** What the records of a soak tell. */
export interface Ends {
  /** The final state of each job that has ended, also of those whose record is gone. */
  readonly states: ReadonlyMap<string, JobState>;
  /** The SHA-256 of outputs of jobs that ended after a time, in milliseconds since 1970. */
  outputsSince(timeMs: number): string[];
  close(): Promise<void>;
}

/** Begins to follow the records. */
export function followEnds(connection: EventsConnection): Ends {
  const states = new Map<string, JobState>();
  let recent: { endMs: number; outputs: string[] }[] = [];
  const stop = new AbortController();
  const follow = async () => {
    const options = { area: 'compression', signal: stop.signal };
    for await (const { id, state, endTime, outputs } of watchJobs(connection, options)) {
      if (!hasEnded(state) || states.has(id)) continue;
      states.set(id, state);
      const endMs = fromTimestamp(endTime) ?? 0;
      recent.push({ endMs, outputs: outputs.map(({ sha256 }) => sha256) });
    }
  };
  const following = follow();
  return {
    states,
    outputsSince: (timeMs) => {
      recent = recent.filter(({ endMs }) => endMs > timeMs);
      return recent.flatMap(({ outputs }) => outputs);
    },
    close: async () => {
      stop.abort();
      await following;
    },
  };
}
