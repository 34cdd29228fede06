import {
  HolderFacts_Answer,
  JobCause,
  JobState,
  QueueFacts_Token,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { describe, expect, it } from 'vitest';
import { at, ended, queue, queued, running } from './explain.fixture.js';
import { explain } from './explain.js';
import { sentences } from './explain-sentences.js';
import type { JobFacts } from './job-facts.js';
import { defaultJobSettings } from './settings.js';

// All times are seen from 2023-11-14 22:13:20Z, the present of the fixture.
const { JOB_STATE_SUCCEEDED, JOB_STATE_FAILED, JOB_STATE_CANCELLED } = JobState;
const error = { epoch: 4, kind: 'internal', message: 'it broke\nat line 1', time: at(-2) };
const checkpoint = { artifact: undefined, phase: 'train', step: 10n, time: at(-20) };
const silent = { answer: HolderFacts_Answer.ANSWER_SILENT, lastSignTime: at(-12) };
const nobody = { answer: HolderFacts_Answer.ANSWER_NOBODY, lastSignTime: at(-12) };
const busy = { waitingRequests: 0, runningJobs: 2, answeringJobs: 2 };
const noneSeen = { waitingRequests: 0 };
const backOff = { epoch: 1, attempt: 1, errors: [error], notBefore: at(5) };

const table: [keyof typeof JobCause, JobFacts, string][] = [
  [
    'JOB_CAUSE_ENDED',
    ended(JOB_STATE_SUCCEEDED, { retryOf: 'b2' }),
    'It succeeded at 2023-11-14 22:12:20Z, after 3 min; it repeats job b2.',
  ],
  [
    'JOB_CAUSE_ENDED',
    ended(JOB_STATE_FAILED, { reason: 'failed 3 times: it broke' }),
    'It failed at 2023-11-14 22:12:20Z, after 3 min: failed 3 times: it broke.',
  ],
  [
    'JOB_CAUSE_ENDED',
    ended(JOB_STATE_CANCELLED, { reason: 'cancelled while queued', startTime: undefined }),
    'It was cancelled at 2023-11-14 22:12:20Z: cancelled while queued.',
  ],
  [
    'JOB_CAUSE_RUNNING',
    running({}, { attempt: 1, interruptions: 2, checkpoint }),
    'It runs on worker worker-1 under epoch 4 since 2023-11-14 22:09:20Z (4 min ago) after 1 failed attempt of 3 ' +
      'and 2 interruptions: train, step 12 of 100, told 1 s ago; ' +
      'its newest checkpoint is train, step 10, of 2023-11-14 22:13:00Z.',
  ],
  [
    'JOB_CAUSE_RUNNING',
    running({ claimTime: undefined, progress: undefined, progressTime: undefined }),
    'It runs on worker worker-1 under epoch 4: it has told no progress yet; it has no checkpoint yet.',
  ],
  [
    'JOB_CAUSE_STOPPING',
    running({ progressTime: at(0) }, { cancelRequested: true }),
    'It was asked to stop and stops at its next step; it runs on worker worker-1 under epoch 4 ' +
      'since 2023-11-14 22:09:20Z (4 min ago): train, step 12 of 100, told just now.',
  ],
  [
    'JOB_CAUSE_HOLDER_SILENT',
    running(silent),
    'Its worker worker-1 (epoch 4) does not answer: it is frozen or cut off from NATS, its last event came 12 s ago; ' +
      'within 41 s a free worker goes on; it has no checkpoint yet.',
  ],
  [
    'JOB_CAUSE_HOLDER_SILENT',
    { ...running(nobody, { cancelRequested: true }), queue: { ...queue, ...busy } },
    'Its worker worker-1 (epoch 4) does not answer: it has ended or lost NATS, its last event came 12 s ago; ' +
      'the next free worker ends it, as was asked for.',
  ],
  [
    'JOB_CAUSE_HOLDER_SILENT',
    {
      ...running({ ...nobody, lastSignTime: undefined }, { checkpoint }),
      queue: { ...queue, ...noneSeen },
    },
    'Its worker worker-1 (epoch 4) does not answer: it has ended or lost NATS, no event of it is kept; ' +
      'no other cpu worker can be seen: the next one goes on; ' +
      'its newest checkpoint is train, step 10, of 2023-11-14 22:13:00Z.',
  ],
  [
    'JOB_CAUSE_BACKING_OFF',
    queued({ token: QueueFacts_Token.TOKEN_DELIVERED }, backOff),
    'It runs again at 2023-11-14 22:13:25Z, in 5 s, after failed attempt 1 of 3 (it broke); it has no checkpoint yet.',
  ],
  [
    'JOB_CAUSE_NO_TOKEN',
    queued({ token: QueueFacts_Token.TOKEN_MISSING }),
    'It has no token, so no worker knows of it; the next sweep, within 10 s, publishes one.',
  ],
  [
    'JOB_CAUSE_HANDED_OUT',
    queued({ token: QueueFacts_Token.TOKEN_DELIVERED }),
    'A worker was given its token and has not claimed it yet; if that worker is gone, another one gets it within 30 s.',
  ],
  [
    'JOB_CAUSE_NO_WORKER',
    queued({ hadWorker: false, waitingRequests: 0, ahead: 1, sinceActivityMs: undefined }),
    'It waits for a cpu worker, and none has ever been connected; 1 other job is before it.',
  ],
  [
    'JOB_CAUSE_NO_WORKER',
    queued({ ...noneSeen, runningJobs: 2 }),
    'It waits for a cpu worker, and none is connected: nobody asks for a job, and none answers for 2 running jobs.',
  ],
  [
    'JOB_CAUSE_WORKER_UNKNOWN',
    queued({ ...noneSeen, sinceActivityMs: 3000n }),
    'It waits for a cpu worker; none can be seen, but one was heard 3 s ago and may be about to begin a job: ' +
      'whether it is still there cannot be known yet.',
  ],
  [
    'JOB_CAUSE_BEHIND_OTHERS',
    queued({ ...busy, ahead: 3 }),
    'It waits in the cpu queue behind 3 other jobs; its workers are busy with 2 jobs.',
  ],
  [
    'JOB_CAUSE_BEHIND_OTHERS',
    queued({ ahead: 1 }),
    'It waits in the cpu queue behind 1 other job; a worker is free.',
  ],
  [
    'JOB_CAUSE_NEXT',
    queued({ ...busy, runningJobs: 3 }, { interruptions: 1 }),
    'It is the next job of the cpu queue after 1 interruption; its workers are busy with 2 jobs, ' +
      'and 1 running job without an answer.',
  ],
  [
    'JOB_CAUSE_NEXT',
    queued({ token: QueueFacts_Token.TOKEN_DELIVERED }, { ...backOff, notBefore: at(-1) }),
    'It is the next job of the cpu queue after 1 failed attempt of 3; a worker is free.',
  ],
];

describe('explain', () => {
  it.each(table)('%s', (cause, facts, sentence) => {
    expect(explain(facts, defaultJobSettings)).toEqual({ cause: JobCause[cause], sentence });
  });

  it('has a row for every cause', () => {
    const known = Object.keys(sentences).map((number) => JobCause[Number(number)]);
    expect(new Set(table.map(([cause]) => cause))).toEqual(new Set(known));
  });
});
