import { randomUUID } from 'node:crypto';
import type { CompressionServiceService } from '@polymath/contracts/polymath/compression/v1/compression';
import {
  Accelerator,
  JobState,
  type Job,
  type JobOptions,
} from '@polymath/contracts/polymath/jobs/v1/jobs';
import { PolymathError } from '@polymath/errors';
import type { Client } from '@polymath/service-kit';
import type { Clients } from '../clients.js';
import { stateName } from '../output/job-view.js';
import type { Terminal } from '../output/terminal.js';
import { repeatUnavailable } from '../repeat-unavailable.js';
import { followJob } from '../watch/follow-job.js';
import { progressView, type ProgressStyle } from '../watch/progress-view.js';

/** A client of CompressionService. */
export type CompressionClient = Client<CompressionServiceService>;

/** What the demo's jobs run with. */
export interface JobRunnerParts {
  readonly clients: Clients;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** Submits a job, follows it live and gives it when it has succeeded. */
export type RunJob = (
  title: string,
  submit: (options: JobOptions) => Promise<{ job?: Job | undefined }>,
) => Promise<Job>;

/** How the demo runs its jobs, one after the other. */
export function jobRunner(
  { clients, terminal, signal }: JobRunnerParts,
  style: ProgressStyle = {},
): RunJob {
  return async (title, submit) => {
    terminal.note(`\n${title}`);
    const accelerator = Accelerator.ACCELERATOR_UNSPECIFIED;
    const options = { requestId: randomUUID(), accelerator, timeoutSeconds: 0, modelName: '' };
    const { job } = await repeatUnavailable(() => submit(options), { signal });
    const view = progressView(terminal, style);
    try {
      const ended = await followJob(clients.jobs, job!.id, {
        signal,
        onEvent: view.event,
        onLost: () => view.note('  connection lost; trying again'),
      });
      requireSuccess(title, ended);
      return ended;
    } finally {
      view.close();
    }
  };
}

function requireSuccess(title: string, { id, state, reason, errors }: Job): void {
  if (state === JobState.JOB_STATE_SUCCEEDED) return;
  const why = [reason, ...errors.map(({ message }) => message)].filter(Boolean).join('; ');
  const message = `${title}: job ${id} ${stateName(state)}: ${why}`;
  throw new PolymathError('failed-precondition', message);
}
