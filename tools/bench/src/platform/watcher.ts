import { setTimeout as delay } from 'node:timers/promises';
import { JobState, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Clients } from '@polymath/e2e';
import { connect } from '@polymath/service-kit';
import { JobServiceService } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { fromTimestamp } from '@polymath/events';
import { hasEnded, stateName } from '@polymath/jobs';

/** Somebody who watches one job, and what was seen so far. */
export interface Watcher {
  /** The record when it was told that it runs. */
  readonly running: Job | undefined;
  readonly ended: Job | undefined;
  /** Whether nothing more will be seen. */
  readonly isOver: boolean;
  /** What broke it off. */
  readonly failure: unknown;
  /** In their order. */
  readonly states: readonly string[];
  /** All events. */
  readonly events: number;
  /** The last step of the phase `bench`. */
  readonly lastStep: number;
  /** Of each event of the phase `bench`: from its time to when it was read, in milliseconds. */
  readonly delaysMs: number[];
  /** Reads without pauses from now on, to the end. */
  readOn(): Promise<void>;
}

/** Begins to watch. @param pauseMs after each event; such a watcher has a connection of its own, as one far away would */
export function openWatcher(
  service: Pick<Clients, 'jobs'> & { address: string },
  { id }: Job,
  pauseMs = 0,
): Watcher {
  const own = pauseMs > 0 ? connect(service.address, JobServiceService) : undefined;
  const state = { running: undefined as Job | undefined, ended: undefined as Job | undefined };
  const seen = {
    ...state,
    states: [] as string[],
    isOver: false,
    failure: undefined as unknown,
    events: 0,
    lastStep: 0,
    delaysMs: [] as number[],
  };
  let pause = pauseMs;
  const read = async () => {
    for await (const { event } of (own ?? service.jobs).watchJob({ jobId: id, resumeToken: '' })) {
      seen.events++;
      const happened = event?.event;
      if (happened?.$case === 'state') {
        const job = happened.value;
        seen.states.push(stateName(job.state).toUpperCase());
        if (job.state === JobState.JOB_STATE_RUNNING) seen.running = job;
        if (hasEnded(job.state)) seen.ended = job;
      }
      if (happened?.$case === 'progress' && happened.value.phase === 'bench') {
        seen.lastStep = Number(happened.value.step);
        seen.delaysMs.push(Date.now() - (fromTimestamp(event?.time) ?? NaN));
      }
      if (pause > 0) await delay(pause);
    }
  };
  const reading = read().finally(() => {
    seen.isOver = true;
    own?.close();
  });
  reading.catch((error: unknown) => (seen.failure = error));
  return Object.assign(seen, {
    readOn: async () => {
      pause = 0;
      await reading;
    },
  });
}

/** Resolves when something holds for every watcher; throws when one has seen all it will see without that. */
export async function untilAll(
  watchers: readonly Watcher[],
  holds: (watcher: Watcher) => boolean,
): Promise<void> {
  for (;;) {
    const waiting = watchers.filter((watcher) => !holds(watcher));
    if (waiting.length === 0) return;
    const over = waiting.find(({ isOver }) => isOver);
    if (over) throw new Error('a watcher saw too little of its job', { cause: over.failure });
    await delay(5);
  }
}
