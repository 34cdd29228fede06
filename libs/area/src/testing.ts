import { Metadata } from '@grpc/grpc-js';
import type { Artifact } from '@polymath/contracts/polymath/artifacts/v1/artifacts';
import { Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import type { Jobs } from '@polymath/jobs';
import { createLogger, type CallContext } from '@polymath/service-kit';
import type { ServingParts } from './compute.js';

/** A job to be made, as a handler hands it over. */
type Submission = Parameters<Jobs['submit']>[0];

/** An artifact that is named well. */
export const artifact: Artifact = {
  sha256: 'a1'.repeat(32),
  sizeBytes: 0n,
  mediaType: '',
  name: '',
};

/** An artifact with a hash that is none. */
export const nameless: Artifact = { ...artifact, sha256: 'A1' };

/** What a handler knows of a call. */
export const context: CallContext = {
  aborted: false,
  signal: new AbortController().signal,
  deadline: undefined,
  tenant: 'someone',
  metadata: new Metadata(),
};

const refuse = () => Promise.reject(new PolymathError('internal', 'not part of this test'));

/** Handlers' parts that serve no model and hold no artifact. */
export const notServing: Omit<ServingParts, 'call'> = {
  models: { find: refuse, compute: refuse },
  artifacts: {
    stat: () => Promise.resolve(undefined),
    put: refuse,
    open: () => {
      throw new PolymathError('internal', 'not part of this test');
    },
  },
  log: createLogger('test', 'silent'),
};

/** Takes jobs, and tells which. */
export function recordingSubmit() {
  const submissions: Submission[] = [];
  const submit: Jobs['submit'] = (submission) => {
    submissions.push(submission);
    return Promise.resolve(Job.fromPartial({ id: 'job1' }));
  };
  return { submissions, submit };
}

/** The fields that a handler names when it refuses a request, in order. */
export async function refusedFields(answer: Promise<unknown>): Promise<string[]> {
  try {
    await answer;
  } catch (error) {
    const { kind, fields } = PolymathError.from(error);
    if (kind !== 'invalid-input') throw error;
    return fields.map(({ field }) => field);
  }
  return [];
}
