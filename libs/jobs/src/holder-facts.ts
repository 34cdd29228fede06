import {
  HolderFacts_Answer,
  JobState,
  type HolderFacts,
  type Job,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import {
  eventSubject,
  jobEventsSubject,
  newestEvent,
  stateSubject,
  toTimestamp,
  type KeptEvent,
} from '@polymath/events';
import { askHolder, type Answer } from './answers.js';
import type { LookParts } from './queue-facts.js';

const { ANSWER_HELD, ANSWER_SILENT, ANSWER_NOBODY } = HolderFacts_Answer;
const answers: Readonly<Record<Answer, HolderFacts_Answer>> = {
  held: ANSWER_HELD,
  silent: ANSWER_SILENT,
  nobody: ANSWER_NOBODY,
};

/** What can be seen of the worker that holds a running job. Throws `unavailable`. */
export async function lookAtHolder({ store, settings }: LookParts, job: Job): Promise<HolderFacts> {
  const { connection } = store;
  const { area, id, epoch } = job;
  const claim = stateSubject(area, id, { epoch, state: JobState.JOB_STATE_RUNNING });
  const ofThisEpoch = async (subject: string) => {
    const kept = await newestEvent(connection, subject);
    return kept?.event.epoch === epoch ? kept : undefined;
  };
  const question = { jobId: id, epoch, ackSubject: '', timeoutMs: settings.holdRequestMs };
  const [answer, claimed, last, progress] = await Promise.all([
    askHolder(connection.nats, question),
    ofThisEpoch(claim),
    ofThisEpoch(jobEventsSubject(area, id)),
    ofThisEpoch(eventSubject(area, id, 'progress')),
  ]);
  return {
    answer: answers[answer],
    claimTime: claimed?.event.time,
    lastSignTime: last && toTimestamp(last.timeMs),
    ...progressOf(progress),
  };
}

function progressOf(kept: KeptEvent | undefined): Pick<HolderFacts, 'progress' | 'progressTime'> {
  const event = kept?.event.event;
  if (event?.$case !== 'progress') return { progress: undefined, progressTime: undefined };
  return { progress: event.value, progressTime: kept && toTimestamp(kept.timeMs) };
}
