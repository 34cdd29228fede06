import { JobState, type JobEvent } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';

/** What a subject is made of: letters, digits, `-` and `_`; anything else would change its meaning. */
export const subjectToken = /^[A-Za-z0-9_-]+$/;

type EventKind = NonNullable<JobEvent['event']>['$case'];

/** Where an event of some kind is published: `events.<area>.<job id>.<kind>`. */
export function eventSubject(
  area: string,
  jobId: string,
  kind: Exclude<EventKind, 'state'>,
): string {
  return subject('events', area, jobId, kind);
}

/** Where one change of state is published, once: `events.<area>.<job id>.state.<epoch>.<STATE>`. */
export function stateSubject(area: string, jobId: string, change: StateChange): string {
  return subject('events', area, jobId, 'state', String(change.epoch), JobState[change.state]);
}

/** The part of a job that tells one change of its state from all others. */
export interface StateChange {
  epoch: number;
  state: JobState;
}

/** All events of one job. */
export function jobEventsSubject(area: string, jobId: string): string {
  return `${subject('events', area, jobId)}.>`;
}

/** All events. */
export const allEventsSubject = 'events.>';

/** The pictures of all jobs. */
export const allPreviewsSubject = 'events.*.*.preview';

/** The token of one job: `work.<area>.<cpu|gpu>.<job id>`. */
export function workSubject(area: string, pool: 'cpu' | 'gpu', jobId: string): string {
  return subject('work', area, pool, jobId);
}

/** The tokens of one area, of one pool or of all. */
export function workFilter(area: string, pool?: 'cpu' | 'gpu'): string {
  return pool ? `${subject('work', area, pool)}.*` : `${subject('work', area)}.>`;
}

/** All tokens. */
export const allWorkSubjects = ['work.*.cpu.*', 'work.*.gpu.*'];

/** Where the holder of a job answers for it under one epoch. */
export function holdSubject(jobId: string, epoch: number): string {
  return subject('hold', jobId, String(epoch));
}

function subject(...tokens: string[]): string {
  const bad = tokens.find((token) => !subjectToken.test(token));
  if (bad !== undefined)
    throw new PolymathError('invalid-input', `a subject cannot contain "${bad}"`);
  return tokens.join('.');
}
