import { JobEvent, type Job } from '@polymath/contracts/polymath/jobs/v1/jobs';
import type { Clients } from '../clients.js';
import { exitCodeOfJob, exitCodes } from '../exit-codes.js';
import { jobJson, jobSummary } from '../output/job-view.js';
import { widthOf } from '../output/terminal.js';
import { jsonOf } from '../request/registry.js';
import { interruptible, type Shell } from '../shell.js';
import { downloadAll } from '../transfers.js';
import { followJob, hasEnded } from './follow-job.js';
import { progressView } from './progress-view.js';

/** How to watch a job. */
export interface WatchOptions {
  /** Prints each event as a line of JSON instead of progress and a summary. */
  readonly json: boolean;
  /** A folder for the outputs. */
  readonly out?: string | undefined;
}

/**
 * Follows a job until it ends, tells how it ended and fetches its outputs. An interrupt ends the watching alone.
 * @returns the exit code
 */
export async function watchJob(
  shell: Shell,
  clients: Clients,
  job: Job,
  { json, out }: WatchOptions,
): Promise<number> {
  const { terminal } = shell;
  const view = json ? undefined : progressView(terminal);
  const onEvent = (event: JobEvent) => {
    if (view) view.event(event);
    else terminal.printJson(jsonOf('polymath.jobs.v1.JobEvent', JobEvent.encode(event).finish()));
  };
  const onLost = () => view?.note('  connection lost; trying again');
  try {
    const ended = await interruptible(shell, (signal) =>
      followJob(clients.jobs, job.id, { signal, onEvent, onLost }),
    );
    view?.close();
    if (!json) terminal.print(jobSummary(ended, widthOf(terminal)));
    if (out !== undefined) await fetchOutputs(shell, clients, ended, out);
    return exitCodeOfJob(ended);
  } catch (error) {
    view?.close();
    if (!(error instanceof Error && 'kind' in error && error.kind === 'cancelled')) throw error;
    terminal.note(`job ${job.id} goes on; watch it again: polymath jobs watch ${job.id}`);
    return exitCodes.interrupted;
  }
}

/** Tells of a job as it is now, as JSON or in words, and fetches its outputs if asked to. */
export async function showJob(
  shell: Shell,
  clients: Clients,
  job: Job,
  { json, out }: WatchOptions,
): Promise<void> {
  if (json) shell.terminal.printJson(jobJson(job));
  else shell.terminal.print(jobSummary(job, widthOf(shell.terminal)));
  if (out !== undefined && hasEnded(job)) await fetchOutputs(shell, clients, job, out);
}

async function fetchOutputs(shell: Shell, clients: Clients, { outputs }: Job, folder: string) {
  const { terminal } = shell;
  const paths = await interruptible(shell, (signal) =>
    downloadAll({ artifacts: clients.artifacts, terminal, signal }, outputs, folder),
  );
  for (const path of paths) terminal.note(`saved ${path}`);
}
