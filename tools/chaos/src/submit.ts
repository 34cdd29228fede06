import { setTimeout as delay } from 'node:timers/promises';
import type { Clients } from '@polymath/e2e';
import { PolymathError } from '@polymath/errors';
import type { CallOptions } from '@polymath/service-kit';
import type { Seat } from './stage/seat.js';
import { submitTimes } from './stage/times.js';
import type { Submitted } from './stage/workload.js';

/** A request and where it may be sent. */
export interface Submission {
  submit: (clients: Clients, how: { requestId: string; options: CallOptions }) => Submitted;
  requestId: string;
  seats: readonly Seat[];
  /** The place in `seats` of the first one to ask. */
  first: number;
  /** Aborted when it is given up. */
  signal: AbortSignal;
}

/** After these nobody knows whether the job was made: the same request is sent again. */
const unknown = new Set(['unavailable', 'deadline-exceeded', 'cancelled']);

/**
 * Submits a job and repeats that, at one service after the other, until it is accepted.
 * @returns the id of the job
 * @throws the signal's reason
 */
export async function submitUntilAccepted(submission: Submission): Promise<string> {
  const { submit, requestId, seats, first, signal } = submission;
  const { timeoutMs, againMs } = submitTimes;
  for (let at = first; ; at++) {
    const { service } = seats[at % seats.length]!;
    try {
      if (service) {
        const { job } = await submit(service, { requestId, options: { timeoutMs } });
        return job!.id;
      }
    } catch (error) {
      if (!(error instanceof PolymathError && unknown.has(error.kind))) throw error;
    }
    await delay(againMs, undefined, { signal });
  }
}
